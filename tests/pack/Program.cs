// example
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Sessions;

using var session = LatentSession.Create(new SessionOptions
{
    Engine = new CpuEngineOptions(ModelFolder.Open(args[0])).Open,
    Pacing = PacingMode.Exact,
});
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
