using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>The exports of src/native/torch. Each that returns a status is passed through <see cref="TorchError.Check"/>.</summary>
internal static unsafe partial class TorchNative
{
    internal const string Library = "fae_torch";

    static TorchNative() => TorchLoader.Register();

    [LibraryImport(Library)] internal static partial int fae_last_error(byte* buffer, int capacity);
    [LibraryImport(Library)] internal static partial int fae_torch_initialise(int threads);
    [LibraryImport(Library)] internal static partial int fae_torch_version(byte* buffer, int capacity);
    [LibraryImport(Library)] internal static partial int fae_torch_mapped_path(byte* buffer, int capacity);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fae_torch_operator(string name, string overload, out nint result);
    [LibraryImport(Library)]
    internal static partial int fae_torch_call(nint op, NativeArgument* arguments, int count, nint* results, int capacity, int* resultCount, NativeArgument* value);
    [LibraryImport(Library)] internal static partial int fae_torch_pending(nint* results, int count);

    [LibraryImport(Library)] internal static partial void fae_torch_tensor_free(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial nint fae_torch_tensor_share(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int fae_torch_tensor_describe(nint tensor, TensorDescription* description);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int fae_torch_tensor_layout(nint tensor, long* sizes, long* strides);
    [LibraryImport(Library)] internal static partial int fae_torch_tensor_data(nint tensor, out nint data);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long fae_torch_dtype_size(int dtype);

    [LibraryImport(Library)]
    internal static partial int fae_torch_backward(nint* roots, int rootCount, nint* gradients, int gradientCount, int retainGraph, int createGraph, nint* inputs, int inputCount);
    [LibraryImport(Library)]
    internal static partial int fae_torch_grad(nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused, nint* results);
    [LibraryImport(Library)] internal static partial int fae_torch_tensor_set_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] internal static partial int fae_torch_tensor_is_leaf(nint tensor, out int value);
    [LibraryImport(Library)] internal static partial int fae_torch_tensor_retain_grad(nint tensor);
    [LibraryImport(Library)] internal static partial int fae_torch_tensor_grad(nint tensor, out nint gradient);
    [LibraryImport(Library)] internal static partial int fae_torch_tensor_set_grad(nint tensor, nint gradient);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int fae_torch_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void fae_torch_set_grad_mode(int enabled);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int fae_torch_inference_mode();
    [LibraryImport(Library)] internal static partial int fae_torch_inference_guard(int enabled, out nint guard);
    [LibraryImport(Library)] internal static partial int fae_torch_inference_guard_free(nint guard);

    [LibraryImport(Library)] internal static partial int fae_torch_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial int fae_torch_generator_default(int deviceType, int deviceIndex, out nint result);
    [LibraryImport(Library)] internal static partial int fae_torch_generator_new(ulong seed, int deviceType, int deviceIndex, out nint result);
    [LibraryImport(Library)] internal static partial void fae_torch_generator_free(nint generator);
    [LibraryImport(Library)] internal static partial int fae_torch_generator_set_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial int fae_torch_generator_seed(nint generator, int fresh, out ulong seed);
    [LibraryImport(Library)] internal static partial int fae_torch_generator_state(nint generator, out nint state);
    [LibraryImport(Library)] internal static partial int fae_torch_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)] internal static partial int fae_torch_threads();
    [LibraryImport(Library)] internal static partial int fae_torch_set_threads(int threads);
    [LibraryImport(Library)] internal static partial int fae_torch_interop_threads();
    [LibraryImport(Library)] internal static partial int fae_torch_set_interop_threads(int threads);
    [LibraryImport(Library)] internal static partial int fae_torch_default_dtype();
    [LibraryImport(Library)] internal static partial int fae_torch_set_default_dtype(int dtype);
    [LibraryImport(Library)] internal static partial int fae_torch_cuda_count(out int count);
    [LibraryImport(Library)] internal static partial int fae_torch_cuda_synchronize(long device);
    [LibraryImport(Library)] internal static partial int fae_torch_cuda_manual_seed(ulong seed, int all);
}
