using System.CommandLine;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote.Inputs;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The options of live commands for pictures that come in.</summary>
internal sealed class InputArguments
{
    // Half of each: what comes in is seen, and so is that it meets something.
    private const double UsualShare = 0.5;

    private readonly Option<string?> _encoder = new("--encoder") { Description = "Official weights of the model's frozen ViT, for pictures that come in: --camera, --input, what a page or another program sends, photos dropped on the window (two or more are morphed, one is morphed to)." };
    private readonly Option<string?> _camera = new("--camera") { Description = "A camera whose picture comes in, such as /dev/video0, the default. Without a source/input of its own the session begins with half of it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _input = new("--input") { Description = "The same of a video or image file, a named pipe that holds such, or a capture device of ffmpeg as FORMAT:DEVICE, such as x11grab::0." };

    public IEnumerable<Option> All => [_encoder, _camera, _input];

    /// <summary>What comes in; null for nothing.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">The first model.</param>
    /// <exception cref="ConfigException">A file or device is missing, or a camera comes without an encoder.</exception>
    public InputRequest? Read(ParseResult parsed, ModelFolder model)
    {
        var camera = parsed.GetResult(_camera) is null ? null : $"{VideoSource.Camera}:{parsed.GetValue(_camera) ?? "/dev/video0"}";
        if (camera is not null && parsed.GetValue(_input) is not null)
        {
            throw new ConfigException("--camera and --input both say what comes in. Give one of them.");
        }

        var video = (camera ?? parsed.GetValue(_input)) is { } source ? VideoSource.Parse(source) : null;
        if (parsed.GetValue(_encoder) is not { } encoder)
        {
            return video is null ? null : throw new ConfigException($"{(camera is null ? "--input" : "--camera")} needs the weights of the model's frozen ViT, which make latents of pictures: give --encoder FILE, {ArchitectureCatalogue.OfficialFile(model.Config.Encoder)}.") { Subject = "EncoderPath" };
        }

        return File.Exists(encoder)
            ? new InputRequest(encoder, video)
            : throw new ConfigException($"--encoder is '{encoder}', and there is no such file. Give official weights of the model's frozen ViT, or leave it out.") { Subject = "EncoderPath" };
    }

    /// <summary>Lets a camera be seen from the beginning.</summary>
    /// <param name="parameters">As they are otherwise.</param>
    /// <param name="input">What comes in.</param>
    public static SessionParameters Shown(SessionParameters parameters, InputRequest? input) => input?.Video is not null && parameters.Source.Input == 0
        ? parameters with { Source = parameters.Source with { Input = UsualShare } }
        : parameters;
}

/// <summary>Pictures that come into a session.</summary>
/// <param name="Encoder">Official weights of the model's frozen ViT.</param>
/// <param name="Video">Camera, film or screen; null for none, so that only other programs send some.</param>
internal sealed record InputRequest(string Encoder, VideoSource? Video);
