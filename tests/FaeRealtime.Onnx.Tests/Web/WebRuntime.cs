using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Preparation;
using FaeRealtime.Host.Tests;
using FaeRealtime.Onnx.Web;
using FaeRealtime.Remote.Tests.Http;
using FaeRealtime.Testing;

namespace FaeRealtime.Onnx.Tests.Web;

/// <summary>The browsers' runtime from npm, fetched once a checkout.</summary>
internal static class WebRuntime
{
    private static readonly Lazy<(string? Path, string? Reason)> Found = new(Fetch);

    /// <summary>The archive; null where it cannot be had.</summary>
    public static string? Archive => Found.Value.Path;

    /// <summary>Why it cannot be had.</summary>
    public static string? Reason => Found.Value.Reason;

    private static (string? Path, string? Reason) Fetch()
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "onnxruntime-web");
        Directory.CreateDirectory(folder);
        if (Directory.EnumerateFiles(folder, "*.tgz").FirstOrDefault() is { } there)
        {
            return (there, null);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            return (NpmPackage.PackAsync(WebExport.RuntimePackage, folder, patience.Token).GetAwaiter().GetResult(), null);
        }
        catch (Exception failure) when (failure is FaeException or OperationCanceledException)
        {
            return (null, $"needs {WebExport.RuntimePackage} from npm: {failure.Message}");
        }
    }
}

/// <summary>A fact in a browser that runs models; skipped, with the reason, where there is none, or no runtime.</summary>
internal sealed class WebFactAttribute : FactAttribute
{
    public WebFactAttribute() => Skip = ProgramFactAttribute.Find(Chromium.Program) is null ? $"needs {Chromium.Program}: ./fae setup installs it" : WebRuntime.Reason;
}
