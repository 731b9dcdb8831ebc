using FaeRealtime.Data.Loading;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training;

/// <summary>Images and frozen networks, loaded before a run writes its first byte: what cannot be read or does not fit is refused here.</summary>
internal sealed class LoadedInputs : IDisposable
{
    private readonly RunPlan _plan;
    private readonly TrainingData _data;
    private IImageEncoder? _encoder;
    private PerceptualDistance? _perceptual;
    private bool _handed;

    private LoadedInputs(RunPlan plan, TrainingData data) => (_plan, _data) = (plan, data);

    /// <summary>Decodes what fits into memory and reads the weights that the plan's stages need.</summary>
    /// <exception cref="Core.Errors.CheckpointException">Weights do not fit.</exception>
    /// <exception cref="Core.Errors.ImageFileException">Images cannot be read.</exception>
    public static LoadedInputs Load(RunPlan plan, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var (recipe, options) = (plan.Recipe, plan.Options);
        var loaded = new LoadedInputs(plan, TrainingData.Load(plan.Data, recipe.Model, recipe.Flip, options.Loading, plan.Folder.SkippedPath, Report, cancellationToken));
        try
        {
            loaded._encoder = options.RandomEncoderSeed is { } seed
                ? IImageEncoder.Random(recipe.Model.Encoder, seed, options.Device)
                : IImageEncoder.Load(recipe.Model.Encoder, options.EncoderPath!, options.Device);
            PixelRecipe[] pixels = [.. plan.Stages.Where(stage => stage is StageKind.Ib or StageKind.II).Select(stage => stage == StageKind.Ib ? recipe.Ib : recipe.Ii)];
            loaded._perceptual = options.PerceptualPath is { } path && pixels.Length > 0 ? PerceptualDistance.Load(path, options.PerceptualHeadsPath, options.Device) : null;
            if (options.DiscriminatorPath is { } judge && pixels.Select(stage => stage.Discriminator?.Dino).OfType<DinoDiscriminatorRecipe>().FirstOrDefault() is { } dino)
            {
                VisionTransformer.Load(dino.Encoder, judge, options.Device).Dispose();
            }

            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }

        void Report(string activity, int done, int total) => progress?.Report(new TrainingProgress(null, activity, done, total, 0, TimeSpan.Zero, []));
    }

    /// <summary>Hands everything over to a run that has begun.</summary>
    public RunInputs For(RunContext run, CancellationToken cancellationToken)
    {
        _handed = true;
        return new RunInputs(run, _data, _plan.Options.Loading, _encoder!, _perceptual, cancellationToken)
        {
            DiscriminatorPath = _plan.Options.DiscriminatorPath,
            PhraseEncoder = _plan.Options.PhraseEncoder,
            InitialGeneratorPath = _plan.Options.InitialGeneratorPath,
            RandomDiscriminatorSeed = _plan.Options.DiscriminatorPath is null ? _plan.Options.RandomEncoderSeed : null,
        };
    }

    public void Dispose()
    {
        if (!_handed)
        {
            _data.Dispose();
            _encoder?.Dispose();
            _perceptual?.Dispose();
        }
    }
}
