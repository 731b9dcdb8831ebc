using FaeRealtime.Core.Config;
using FaeRealtime.Models.Encoders;
using TorchSharp;

namespace FaeRealtime.Training.Data;

/// <summary>Runs the frozen encoder over a set of pictures, batch by batch.</summary>
internal sealed class FeatureSource(VisionTransformer encoder, VisionEncoderConfig config)
{
    private const int Batch = 32;

    /// <summary>Tokens a picture.</summary>
    public int Tokens => config.Grid * config.Grid;

    /// <summary>Width of a feature token.</summary>
    public int Width => config.FeatureWidth;

    /// <summary>Hands every view's features, in order, to a consumer.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="consume">Receives the first view's index and the raw features <c>[B, T, D]</c>, borrowed for the call.</param>
    /// <param name="report">Told how many views are done; may be null.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public void ForEach(PictureSet pictures, Action<int, torch.Tensor> consume, Action<int>? report, CancellationToken cancellationToken)
    {
        using var inference = torch.no_grad();
        for (var start = 0; start < pictures.Views; start += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var count = Math.Min(Batch, pictures.Views - start);
            var views = new long[count];
            for (var i = 0; i < count; i++)
            {
                views[i] = start + i;
            }

            var input = EncoderInput.Resize(pictures.Gather(views), config.InputSize);
            consume(start, encoder.Features(input));
            report?.Invoke(start + count);
        }
    }
}
