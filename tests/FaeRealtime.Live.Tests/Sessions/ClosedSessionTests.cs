using System.Reflection;
using System.Runtime.ExceptionServices;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class ClosedSessionTests
{
    private static readonly string[] StillLegal = ["get_State", nameof(LatentSession.Detach), nameof(LatentSession.Dispose), nameof(LatentSession.DisposeAsync)];

    public static TheoryData<string> Members =>
    [
        .. typeof(LatentSession).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(member => !StillLegal.Contains(member.Name) && !member.Name.StartsWith("add_", StringComparison.Ordinal) && !member.Name.StartsWith("remove_", StringComparison.Ordinal))
            .Select(member => member.ToString()!),
    ];

    [Theory]
    [MemberData(nameof(Members))]
    public async Task AnyMember_AfterDispose_ThrowsObjectDisposedException(string member)
    {
        var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact });
        Assert.True(session.Update());
        session.Dispose();
        var method = typeof(LatentSession).GetMethods().Single(method => method.ToString() == member);
        if (method.ReturnType.IsByRefLike || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike))
        {
            // Reflection cannot carry a span.
            Assert.Throws<ObjectDisposedException>(() => method.Name switch
            {
                "get_Pixels" => session.Pixels.Length,
                "get_Latent" => session.Latent.Length,
                "get_Features" => session.Features.Length,
                nameof(LatentSession.CopyTimes) => session.CopyTimes(default, []),
                _ => throw new NotSupportedException($"Add {member} to this test."),
            });
            return;
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Call(session, method));
    }

    [Fact]
    public void Control_TakenBeforeDispose_RefusesChanges()
    {
        var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact });
        Assert.True(session.Update());
        var control = session.Control;
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => control.Set("sampler/steps", 4));
        Assert.Throws<ObjectDisposedException>(() => control.Act(SessionAction.NewSeed));
        Assert.Throws<ObjectDisposedException>(() => control.Parameters);
    }

    // As with «using var session; using var window; … window.Run();»: the window ends first, and its entry points with it.
    [Fact]
    public void Dispose_AfterTheWindow_CallsNothingOfOpenGL()
    {
        var (closed, refused) = (false, 0);
        using var window = EglContext.CreateSurfaceless();
        using var gl = GL.GetApi(name =>
        {
            refused += closed ? 1 : 0;
            return closed ? throw new InvalidOperationException($"{name} is asked for in a context that is gone.") : window.Gl.Context.GetProcAddress(name);
        });
        var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact });
        var renderer = SessionRenderer.Create(gl);
        session.Attach(gl);
        Assert.True(session.Update());
        closed = true;
        window.Dispose();
        renderer.Dispose();
        session.Dispose();
        Assert.Equal(0, refused);
        GlDeletionQueue.For(gl).Abandon();
    }

    [Fact]
    public async Task Create_OptionThatIsNull_IsRefusedByName()
    {
        SessionOptions[] wrong =
        [
            new() { Engine = null! }, new() { Engine = null!, OpenEngine = () => new FakeEngine() }, new() { OpenEngine = () => new FakeEngine(), Clock = null! },
            new() { OpenEngine = () => new FakeEngine(), Sharing = null! }, new() { OpenEngine = () => new FakeEngine(), Logger = null! }, new() { OpenEngine = () => new FakeEngine(), Start = null! },
        ];
        string[] names = ["Engine", "Engine", "Clock", "Sharing", "Logger", "Start"];
        foreach (var (options, name) in wrong.Zip(names))
        {
            Assert.Contains($"{name} = null", Assert.Throws<ArgumentException>(name, () => LatentSession.Create(options)).Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<ArgumentException>("Engine", () => LatentSession.OpenAsync("nowhere", wrong[0]));
    }

    private static async Task Call(LatentSession session, MethodInfo method)
    {
        object?[] arguments = [.. method.GetParameters().Select(parameter => Argument(session, parameter.ParameterType))];
        try
        {
            if (method.Invoke(session, arguments) is Task task)
            {
                await task;
            }
        }
        catch (TargetInvocationException thrown)
        {
            ExceptionDispatchInfo.Throw(thrown.InnerException!);
        }
    }

    private static object? Argument(LatentSession session, Type type) =>
        type == typeof(GL) ? GL.GetApi(_ => 0)
        : type == typeof(StillRequest) ? new StillRequest()
        : type == typeof(double) ? 30.0
        : type.IsValueType ? Activator.CreateInstance(type)
        : null;
}
