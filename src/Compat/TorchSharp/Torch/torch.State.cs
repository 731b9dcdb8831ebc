using System.Text;
using TorchSharp.Native;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>The version of libtorch that the bridge was built for.</summary>
    public static string __version__
    {
        get
        {
            byte* buffer = stackalloc byte[64];
            return Encoding.UTF8.GetString(buffer, TorchNative.fae_torch_version(buffer, 64));
        }
    }

    public static int get_num_threads() => TorchNative.fae_torch_threads();

    public static void set_num_threads(int num) => TorchError.Check(TorchNative.fae_torch_set_threads(num));

    public static int get_num_interop_threads() => TorchNative.fae_torch_interop_threads();

    public static void set_num_interop_threads(int num) => TorchError.Check(TorchNative.fae_torch_set_interop_threads(num));

    public static ScalarType get_default_dtype() => (ScalarType)TorchNative.fae_torch_default_dtype();

    public static void set_default_dtype(ScalarType dtype) => TorchError.Check(TorchNative.fae_torch_set_default_dtype((int)dtype));

    /// <summary>Seeds the generators of all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        TorchError.Check(TorchNative.fae_torch_manual_seed(unchecked((ulong)seed)));
        return Generator.Default;
    }

    public static long seed() => DefaultGenerator(generator => generator.seed());

    public static long initial_seed() => DefaultGenerator(generator => generator.initial_seed());

    public static Tensor get_rng_state() => DefaultGenerator(generator => generator.get_state());

    public static void set_rng_state(Tensor new_state) => DefaultGenerator(generator =>
    {
        generator.set_state(new_state);
        return true;
    });

    private static T DefaultGenerator<T>(Func<Generator, T> body)
    {
        using Generator generator = Generator.Default;
        return body(generator);
    }

    public static partial class random
    {
        public static long seed() => torch.seed();

        public static long initial_seed() => torch.initial_seed();

        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static Tensor get_rng_state() => torch.get_rng_state();

        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
