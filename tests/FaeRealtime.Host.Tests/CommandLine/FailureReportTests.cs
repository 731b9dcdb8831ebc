using FaeRealtime.Host.CommandLine;
using FaeRealtime.Video.Files;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Tests.CommandLine;

public sealed class FailureReportTests
{
    [Fact]
    public void Print_SkiaIsMissing_NamesItAndWhatBringsIt()
    {
        var missing = new TypeInitializationException("SkiaSharp.SKData", new DllNotFoundException(
            "Unable to load shared library 'libSkiaSharp' or one of its dependencies. In order to help, consider a tool: \n/first/libSkiaSharp.so: cannot open\n/second/libSkiaSharp.so: cannot open\n"));

        var (code, says) = Print(missing);

        Assert.Equal(3, code);
        Assert.Contains("libSkiaSharp", says, StringComparison.Ordinal);
        Assert.Contains("/first/libSkiaSharp.so: cannot open. Run ./fae setup.", says, StringComparison.Ordinal);
        Assert.DoesNotContain("/second", says, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_SkiaOfAnotherVersion_SaysSo()
    {
        var other = new TypeInitializationException("SkiaSharp.SKObject", new InvalidOperationException("The version of the native libSkiaSharp library (88.1) is incompatible."));

        var (code, says) = Print(other);

        Assert.Equal(3, code);
        Assert.Contains("another version", says, StringComparison.Ordinal);
        Assert.Contains("88.1", says, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_OfANameWithControlCharacters_KeepsTheTerminal()
    {
        var (_, says) = Print(new Core.Errors.ConfigException("There is no model '\u001b[2J\u009b1mfree\u0007'.\n  Give another."));

        Assert.DoesNotContain(says, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
        Assert.Contains("free", says, StringComparison.Ordinal);
        Assert.Contains("\n  Give another.", says, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_PictureThatTheFormatCannotHold_IsNoInternalError()
    {
        using var image = new Image<Rgba32>(70_000, 1);
        using var file = new MemoryStream();
        var failure = Record.Exception(() => image.Save(file, new JpegEncoder()));

        Assert.NotNull(failure);
        Assert.True(WriteFailure.Is(failure), failure.GetType().Name);
        Assert.Contains("a.jpg cannot be written", WriteFailure.Of("a.jpg", failure).Message, StringComparison.Ordinal);
        var (code, says) = Print(failure);
        Assert.Equal(ExitCode.Input, code);
        Assert.Contains("cannot be encoded", says, StringComparison.Ordinal);
    }

    private static (int Code, string Says) Print(Exception failure)
    {
        using var error = new StringWriter();
        return (FailureReport.Print(failure, error), error.ToString());
    }
}
