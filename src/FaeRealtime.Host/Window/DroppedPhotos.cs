using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Parameters;
using TorchSharp;

namespace FaeRealtime.Host.Window;

/// <summary>Photos that were dropped on the window, on their way into the picture: encoded on a thread of their own while the picture goes on, then the keyframes of a timeline. For the window's thread.</summary>
/// <param name="control">Borrowed.</param>
/// <param name="models">Tells which model runs. Borrowed.</param>
/// <param name="encoder">Official weights of the model's frozen ViT; null where none were given.</param>
internal sealed class DroppedPhotos(SessionControl control, WindowModels models, string? encoder) : IDisposable
{
    private Task<Encoded>? _running;
    private MorphEnd[] _encoding = [];
    private MorphEnd[]? _waiting;

    /// <summary>What is being encoded, for the eye; null for nothing.</summary>
    public string? Progress => _running is null ? null : $"encoding {Names(_waiting ?? _encoding)} ...";

    /// <summary>Whether there is something to set.</summary>
    public bool IsReady => _running is { IsCompleted: true };

    /// <summary>Begins to encode. Photos that come while others are encoded take their place.</summary>
    /// <param name="paths">Picture files.</param>
    /// <exception cref="FaeException">No encoder was given, or a file is gone.</exception>
    public void Add(IReadOnlyList<string> paths)
    {
        MorphEnd[] photos = [.. paths.Select(MorphEnd.Parse)];
        if (encoder is null)
        {
            throw photos[0].NeedsEncoder(Folder);
        }

        if (_running is null)
        {
            Begin(photos);
        }
        else
        {
            _waiting = photos;
        }
    }

    /// <summary>Sets what has been encoded.</summary>
    /// <returns>What was done; null for nothing.</returns>
    /// <exception cref="FaeException">A picture or the encoder is none, or does not fit the model; nothing is changed.</exception>
    public string? Turn()
    {
        if (_running is not { IsCompleted: true } done)
        {
            return null;
        }

        (_running, var next) = (null, _waiting);
        _waiting = null;
        if (next is not null)
        {
            // What became of the ones before is of no interest any more; a fault is looked at, so that nobody else stumbles over it.
            _ = done.Exception;
            Begin(next);
            return null;
        }

        var encoded = done.GetAwaiter().GetResult();
        control.Change(now => Morphing(now, encoded));
        return encoded.Images.Count == 1 ? $"morphing to {Names(_encoding)}" : $"morphing between {Names(_encoding)}";
    }

    /// <summary>Waits for an encoder that still runs: libtorch does not survive the process's end under it.</summary>
    public void Dispose() => _running?.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).GetAwaiter().GetResult();

    // Its hash is long to find, and compared when the latents are there.
    private ModelFolder Folder => models.FolderOf(control.Parameters.Model);

    private static string Names(IReadOnlyList<MorphEnd> photos) => string.Join(" and ", photos.Select(photo => Path.GetFileName(photo.Path)));

    private void Begin(MorphEnd[] photos)
    {
        var folder = Folder;
        _encoding = photos;

        // On the processor, whatever paints: the painter's device keeps its rate.
        _running = Task.Run(() =>
        {
            TorchLibrary.Use();
            var latents = PhotoLatents.Encode(folder, encoder!, [.. photos.Select(photo => photo.Path!)], torch.CPU);
            return new Encoded(folder.ShortHash, [.. photos.Zip(latents, (photo, latent) => KeyframeImage.Of(photo.Describe(), folder.ShortHash, latent))]);
        });
    }

    private SessionParameters Morphing(SessionParameters now, Encoded encoded)
    {
        var session = control.Session;
        if (session.Info?.ModelHash != encoded.Model)
        {
            throw new ConfigException($"The model changed while {Names(_encoding)} became its latents. Drop the photos again.");
        }

        // One alone is reached from what is shown and kept; several are gone round.
        var pictures = encoded.Images.Count > 1 ? encoded.Images
            : session.Latent.IsEmpty ? throw new ConfigException("There is no picture yet to morph from. Drop the photo when one is shown.")
            : [KeyframeImage.Of("the picture that was shown", encoded.Model, session.Latent), .. encoded.Images];
        var source = now.Source with
        {
            Mode = SourceMode.Keyframes,
            Keys = SourceKeys.Generated,
            Space = now.Source.Space == SourceSpace.Noise ? SourceSpace.Latent : now.Source.Space,
            Closed = encoded.Images.Count > 1,
            Keyframes = [.. pictures.Select(picture => new Keyframe { Image = picture })],
        };
        return now with { Source = source, Output = now.Output.View == OutputView.Steps ? now.Output with { View = OutputView.Image } : now.Output };
    }

    private sealed record Encoded(string Model, IReadOnlyList<KeyframeImage> Images);
}
