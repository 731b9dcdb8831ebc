using FaeRealtime.Engines;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Views;

/// <summary>The sampler's way from noise to a latent: the latents between its steps, decoded as they are, left to right and top to bottom.</summary>
/// <remarks>A key's way is sampled anew when the path comes to that key, and for every frame in space <see cref="SourceSpace.Noise"/>.</remarks>
internal sealed class StepView : ILatentView
{
    /// <summary>Most pictures; of more steps some are left out, evenly.</summary>
    public const int Most = 16;

    private const int LongestRow = 5;

    private readonly IFrameEngine _engine;
    private readonly SourceContext _context;
    private readonly float[] _latent;
    private readonly byte[] _picture;
    private readonly byte[] _painted;
    private readonly WeightedSeed[] _seeds;
    private readonly WeightedClass[] _classes = new WeightedClass[SourcePath.MostClasses];
    private readonly int _columns;
    private readonly int _pictures;
    private double? _place;

    /// <param name="engine">Borrowed.</param>
    /// <param name="context">What is sampled.</param>
    public StepView(IFrameEngine engine, SourceContext context)
    {
        (_engine, _context) = (engine, context);
        _pictures = Math.Min(Most, context.Slices.Count + 1);
        _columns = _pictures <= LongestRow ? _pictures : (int)Math.Ceiling(Math.Sqrt(_pictures));
        var (side, rows) = (engine.Info.ImageSize, (_pictures + _columns - 1) / _columns);
        (Width, Height) = (_columns * side, rows * side);
        _latent = new float[engine.Info.LatentLength];
        _picture = new byte[side * side * 4];
        _painted = new byte[Width * Height * 4];
        _seeds = new WeightedSeed[context.Path.MostSeeds];
    }

    /// <inheritdoc/>
    public OutputView Kind => OutputView.Steps;

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height { get; }

    private bool IsEveryFrame => _context.Parameters.Source.Space == SourceSpace.Noise;

    /// <inheritdoc/>
    public void Draw(FramePoint point, double position, Span<byte> rgba)
    {
        var place = IsEveryFrame ? position : _context.Path.Passed(position);
        if (place != _place)
        {
            Sample(place);
            _place = place;
        }

        _painted.CopyTo(rgba);
    }

    private void Sample(double place)
    {
        var path = _context.Path;
        var key = path.Key((long)place);
        var seeds = _seeds.AsSpan(0, IsEveryFrame ? path.Seeds(place, _seeds) : path.KeySeeds(key, _seeds));
        var classes = _classes.AsSpan(0, IsEveryFrame ? path.Classes(place, _classes) : path.KeyClasses(key, _classes));
        var words = IsEveryFrame ? _context.WordsAt(place) : _context.KeyWords(key);
        new Canvas(_painted, Width).Clear(Canvas.Color(0, 0, 0));
        _context.FillNoise(seeds, _latent);
        Place(0);
        var slices = _context.Slices;
        for (int step = 0, shown = 1; step < slices.Count; step++)
        {
            _context.Generate(_latent, new(classes, words), slices[step], seeds, _latent);
            if ((step + 1) * (_pictures - 1) / slices.Count >= shown)
            {
                Place(shown++);
            }
        }
    }

    private void Place(int picture)
    {
        var side = _engine.Info.ImageSize;
        _engine.Decode(_latent, _picture);
        new Canvas(_painted, Width).Copy(picture % _columns * side, picture / _columns * side, _picture, side);
    }
}
