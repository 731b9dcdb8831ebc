using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Sampling.Walks;
using Silk.NET.OpenGL;

namespace FaeRealtime.Live.Tests.Examples;

/// <summary>The code of the README, as it stands there: <see cref="EmbedExampleTests"/> runs it, <see cref="DocumentationTests"/> compares it.</summary>
internal static class EmbedExamples
{
    public static void Texture(GL gl, string folder, Func<bool> Running, Action<uint> Draw)
    {
        // example
        using var session = LatentSession.Create(new SessionOptions
        {
            Engine = new CpuEngineOptions(ModelFolder.Open(folder)).Open,   // opens in the background
        });
        session.Attach(gl);                 // once, on the thread that owns the context
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
        var control = new SessionControl(session);          // from any thread, once the model is open
        control.Set("sampler/steps", 4);                    // what the schema names: content/schema/session.schema.json
        control.Act(SessionAction.NewSeed);
        control.Apply(control.Parameters with { Condition = control.Parameters.Condition.Only(2) });
        // end
    }

    public static async Task Frames(string folder, Action<ReadOnlyMemory<byte>> Write, CancellationToken cancellationToken)
    {
        // example
        using var session = LatentSession.Create(new SessionOptions
        {
            Engine = new CpuEngineOptions(ModelFolder.Open(folder)).Open,
            Pacing = PacingMode.Exact,      // each frame 1/30 s after the last, the same every time
        });
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
        var request = new StillRequest { Seeds = [new WeightedSeed(7, 1.0)] };
        var still = await session.GenerateAsync(request, progress, cancellationToken);   // the live picture goes on meanwhile
        Save(still.Pixels);
        // end
    }
}
