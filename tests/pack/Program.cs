// example
using FaeRealtime;

await using var session = await LatentSession.OpenAsync(args[0], new() { Pacing = PacingMode.Exact });
await foreach (var frame in session.ReadFramesAsync(fps: 30))
{
    var levels = frame.Pixels.ToArray().Distinct().Count();
    Console.WriteLine($"frame {frame.Info.Index}: {frame.Info.Width} x {frame.Info.Height}, {levels} levels");
    if (frame.Info.Index == 29)
    {
        break;
    }
}
// end

// The shaders come out of the packages, too.
using var context = FaeRealtime.Graphics.Contexts.EglContext.CreateSurfaceless();
using var renderer = SessionRenderer.Create(context.Gl);
using var target = FaeRealtime.Graphics.Presenting.OffscreenTarget.Create(context.Gl, 64, 64);
target.Bind();
session.Attach(context.Gl);
session.Update(1.0 / 30.0);
renderer.Draw(session, 64, 64);
var drawn = new byte[64 * 64 * 4];
target.ReadPixels(drawn);
Console.WriteLine($"drawn: {drawn.Distinct().Count()} levels");

// Beside the published TorchSharp, with a shim that loads here: the engine of the other package, and a tensor.
using var torch = new TorchEngineOptions(FaeRealtime.Core.Folders.ModelFolder.Open(args[0]), TorchSharp.torch.CPU) { Threads = 1 }.Open();
Console.WriteLine($"torch engine: {torch.Info.Device}");
Console.WriteLine($"torch: {TorchSharp.torch.ones(3).sum().item<float>()}");
