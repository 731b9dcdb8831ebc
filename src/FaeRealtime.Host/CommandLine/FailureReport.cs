using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Files;
using Silk.NET.GLFW;

namespace FaeRealtime.Host.CommandLine;

/// <summary>Turns whatever ended a command into one message on stderr and an exit code. <c>FAE_TRACE=1</c> adds the stack.</summary>
internal static class FailureReport
{
    private const string TraceVariable = "FAE_TRACE";
    private const string EncoderSubject = "EncoderPath";
    private const string EncoderCheck = "To check a file: fae info FILE prints its SHA-256 and what it holds, fae parity CASE compares an encoder's numbers with the official code's.";

    // What a library says that it needs, as the command line gives it.
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        [EncoderSubject] = "--encoder FILE",
        ["PerceptualPath"] = "--perceptual FILE",
        ["PhraseEncoder"] = "--text-encoder DIR",
        ["InitialGeneratorPath"] = "--begin FILE",
        ["PerceptualHeadsPath"] = "--perceptual-heads FILE",
        ["DiscriminatorPath"] = "--discriminator FILE",
        ["NotesPath"] = "--notes FILE",
        ["DataPath"] = "--data DIR",
        ["Resume"] = "--resume",
        ["AllowLoss"] = "--allow-loss",
        ["Archive"] = "--archive",
        ["CaptionsPath"] = "--captions",
        ["SamplesPath"] = "--write-samples",
        ["Samplers"] = "--samplers",
        ["Attributes"] = "--attributes",
        ["HeldOutBy"] = "--held-out-by",
        ["WithoutClass"] = "--no-class",
        ["Seeds"] = "--seeds",
        ["Images"] = "--pictures",
        ["AutoencoderSteps"] = "--steps-autoencoder",
        ["GeneratorSteps"] = "--steps-generator",
        ["Samples"] = "--samples",
        ["SamplingSteps"] = "--sampling-steps",
        ["InputSize"] = "--input-size",
        ["Pooling"] = "--pooling mean",
        ["Patches"] = "--patch",
        ["Host"] = "--host",
        ["PagePort"] = "--port, or --http-port beside a window",
        ["OscPort"] = "--osc-port",
        ["Token"] = "--token",
        ["TarIndex"] = "fae data tar",
        ["Libtorch"] = "./fae setup",
        ["OwnLibtorch"] = "FAE_TORCH=none ./fae …",
    };

    /// <summary>Prints the failure.</summary>
    /// <returns>The exit code.</returns>
    public static int Print(Exception failure, TextWriter error)
    {
        var (code, text) = Describe(Unwrap(failure));
        error.WriteLine($"fae: {Shortened.Printable(text)}");
        if (Environment.GetEnvironmentVariable(TraceVariable) is "1")
        {
            error.WriteLine(failure);
        }

        return code;
    }

    /// <summary>What a failure says, without what the program would add to it.</summary>
    public static string Reason(Exception failure) => Unwrap(failure) is DllNotFoundException missing ? Missing(missing) : Describe(Unwrap(failure)).Text;

    /// <summary>A library's message, and the option that it is about.</summary>
    public static string Told(FaeException failure) =>
        failure.Subject is { } subject && Options.TryGetValue(subject, out var option) ? $"{failure.Message} ({option})" : failure.Message;

    // A static constructor or an aggregate only carries the cause.
    private static Exception Unwrap(Exception failure) => failure switch
    {
        TypeInitializationException { InnerException: InvalidOperationException other, TypeName: var type } when type.StartsWith(nameof(SkiaSharp), StringComparison.Ordinal)
            => new NativeException($"libSkiaSharp.so, which decodes pictures, is of another version than SkiaSharp: {OneLine(other.Message)} Build again: ./fae setup.", other),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        AggregateException { InnerExceptions: [var inner] } => Unwrap(inner),
        _ => failure,
    };

    private static (int Code, string Text) Describe(Exception failure) => failure switch
    {
        FaeException { Subject: EncoderSubject } known => (known.ExitCode, $"{Told(known)} {EncoderCheck}"),
        FaeException known => (known.ExitCode, Told(known)),
        OperationCanceledException => (ExitCode.Cancelled, "cancelled"),
        _ when WriteFailure.IsLibrary(failure) => (ExitCode.Input, $"A picture cannot be encoded: {OneLine(failure.Message)}"),
        GlfwException => (ExitCode.Native, $"The window system refused: {OneLine(failure.Message)}"),
        NotSupportedException or DllNotFoundException when failure.Message.Contains("TorchSharp", StringComparison.Ordinal) && TorchLibrary.Lacking() is { } reason => (ExitCode.Native, reason),
        DllNotFoundException missing => (ExitCode.Native, $"A native library is missing or does not fit: {Missing(missing)} Run ./fae setup."),
        EntryPointNotFoundException or BadImageFormatException
            => (ExitCode.Native, $"A native library is missing or does not fit: {failure.Message} Run ./fae setup."),
        ExternalException => (ExitCode.Native, $"libtorch failed: {OneLine(failure.Message)}"),
        IOException or UnauthorizedAccessException => (ExitCode.Input, failure.Message),
        _ => (ExitCode.Native, $"internal error, {failure.GetType().Name}: {failure.Message} Set {TraceVariable}=1 for the stack."),
    };

    // The loader's first line advises tools; the lines after it name each place and what was wrong there. The first place is where the library should be.
    private static string Missing(DllNotFoundException failure)
    {
        var lines = failure.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 1 ? failure.Message : $"{lines[0].Split(". ")[0].TrimEnd('.')}. {lines[1].TrimEnd('.')}.";
    }

    // libtorch appends its frames on further lines: the first line is the message.
    private static string OneLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }
}
