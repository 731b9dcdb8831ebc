using Silk.NET.OpenGL;

namespace FaeRealtime.Live.Tests.Examples;

/// <summary>The code of the README, as it stands there: <see cref="EmbedExampleTests"/> runs it, <see cref="DocumentationTests"/> compares it.</summary>
internal static class EmbedExamples
{
    public static async Task Texture(string folder, Func<GL> OpenWindow, Func<bool> Running, Action<uint> Draw)
    {
        // example
        await using var session = await LatentSession.OpenAsync(folder, new() { Engine = new CpuEngineOptions { Threads = 2 } });
        session.Attach(OpenWindow());       // once, on the thread that owns the context
        while (Running())                   // your loop
        {
            session.Update();               // takes the latest frame, never waits
            Draw(session.ColorTexture);     // a stable OpenGL name; 0 before the first frame; row 0 is the top
        }
        // end
    }

    public static void Control(LatentSession session)
    {
        // example
        session.Control.Set("sampler/steps", 4);            // what the schema names: content/schema/session.schema.json
        session.Control.Set("source/mode", "loop");         // a choice by its name; from any thread
        session.Control.Act(SessionAction.NewSeed);
        session.Control.Change(now => now with { Condition = now.Condition.Only(2) });
        // end
    }

    public static async Task Frames(string folder, Action<ReadOnlyMemory<byte>> Write, CancellationToken cancellationToken)
    {
        // example
        var options = new SessionOptions { Pacing = PacingMode.Exact };      // each frame 1/30 s after the last, the same every time
        await using var session = await LatentSession.OpenAsync(folder, options, cancellationToken);
        await foreach (var frame in session.ReadFramesAsync(fps: 30, cancellationToken))
        {
            Write(frame.Pixels);            // RGBA, top row first; the frame's own
            if (frame.Info.Index == 89)
            {
                break;
            }
        }
        // end
    }

    public static async Task Still(LatentSession session, IProgress<double> progress, Action<ReadOnlyMemory<byte>> Save, CancellationToken cancellationToken)
    {
        // example
        var request = new StillRequest { Seeds = [new(7, 1.0)] };       // Classes, Prompt, Directions, Sampler, too
        var still = await session.GenerateAsync(request, progress, cancellationToken);   // the live picture goes on meanwhile
        Save(still.Pixels);
        // end
    }
}
