using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>A latent generator: what turns noise and a condition into a latent. <see cref="VelocityGenerator"/> is followed in steps; a normalizing flow makes the way at once.</summary>
/// <param name="name">Of the module.</param>
public abstract class LatentGenerator(string name) : nn.Module(name)
{
    // [classes + 1, D], the last for no class.
    private const string ClassTable = "embedder.embedding_table.weight";

    /// <summary>Sizes and flags. Networks tell them by their own type, too, under another name: TorchSharp moves no module to a device that has two properties of one name.</summary>
    public abstract GeneratorConfig GeneratorConfig { get; }

    /// <summary>The latent grid.</summary>
    public abstract LatentConfig Latent { get; }

    /// <summary>Draws the weights that training begins with.</summary>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    public abstract void Initialise(ulong seed);

    /// <summary>Whether training begins with zeros in a tensor, so that a branch does nothing at first.</summary>
    /// <param name="key">The tensor's name.</param>
    public abstract bool BeginsWithZeros(string key);

    /// <summary>A condition as the network reads it.</summary>
    /// <param name="condition">One row for all, or one a picture.</param>
    /// <param name="pictures">How many pictures B.</param>
    /// <param name="device">Where.</param>
    /// <returns>Tensors of B rows; the caller's dispose scope owns them.</returns>
    /// <exception cref="ShapeException">The condition has another number of rows.</exception>
    /// <exception cref="ConfigException">A class does not exist, the generator knows no words, or has nothing that stands for no class.</exception>
    public abstract GeneratorInputs InputsOf(ClassCondition condition, int pictures, Device device);

    /// <summary>Labels and words of training pictures as the network reads them.</summary>
    /// <param name="labels"><c>[B]</c>, int64, the number of classes for none. Borrowed.</param>
    /// <param name="words"><c>[B, N]</c>, float32, N of <see cref="Core.Config.GeneratorConfig.TextNumbers"/>; null for a generator that knows none. Borrowed.</param>
    /// <returns>Tensors of B rows; the caller's dispose scope owns what is new among them.</returns>
    public abstract GeneratorInputs InputsFor(Tensor labels, Tensor? words);

    /// <summary>What makes latents <c>[B, C, h, w]</c> of noise with these weights: in this product's time (1 is noise), in the generator's normalised space.</summary>
    /// <param name="guidedChannels">How many channels are guided, from the first; null for all.</param>
    public abstract ILatentSampler<Tensor, ClassCondition> Sampler(int? guidedChannels);

    /// <summary>Begins with another generator's weights: the tensors that both have. What the file lacks, such as words, stays as it was drawn. Where the classes are others in number, each begins as the file's last row, which stands for no class.</summary>
    /// <param name="path">The file, of the same width, depth and latents.</param>
    /// <exception cref="CheckpointException">As in <see cref="RequireBeginning"/>.</exception>
    public void Begin(string path)
    {
        RequireBeginning(path);
        using var file = SafetensorsReader.Open(path);
        var own = state_dict();
        using var frozen = no_grad();
        foreach (var key in file.Entries.Keys)
        {
            using var values = tensor(file.ReadSingle(key), file.Entry(key).Shape.ToArray());
            using var rows = Fits(own[key], file.Entry(key).Shape) ? values.alias() : values[^1..];
            own[key].copy_(rows);
        }
    }

    /// <summary>Checks, without reading its weights, that <see cref="Begin"/> can take a file. A network on the meta device will do.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file is missing or damaged, has a tensor of another shape, or one that this network lacks.</exception>
    public void RequireBeginning(string path)
    {
        using var file = SafetensorsReader.Open(path);
        var own = state_dict();
        foreach (var key in file.Entries.Keys)
        {
            var shape = file.Entry(key).Shape;
            if (!own.TryGetValue(key, out var target) || !(Fits(target, shape) || (key.EndsWith(ClassTable, StringComparison.Ordinal) && shape is [> 0, var width] && width == target.shape[1])))
            {
                var wanted = target is null ? "this generator has none of that name" : $"this generator's is [{string.Join(", ", target.shape)}]";
                throw new CheckpointException($"Checkpoint {path} cannot begin this generator: '{key}' is [{string.Join(", ", shape)}], {wanted}. Use one of the same sizes.");
            }
        }
    }

    private static bool Fits(Tensor own, IReadOnlyList<long> shape) => own.shape.SequenceEqual(shape);
}
