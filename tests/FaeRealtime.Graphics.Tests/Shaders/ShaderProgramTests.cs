using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Shaders;

namespace FaeRealtime.Graphics.Tests.Shaders;

[Collection(GlTests.Name)]
public sealed class ShaderProgramTests
{
    private const string Fragment = "#version 330 core\nout vec4 c;\nvoid main() { c = vec4(1); }\n";

    [Fact]
    public void Create_StageDoesNotCompile_GivesFileAndLog()
    {
        using var scene = new GlScene();
        var vertex = ShaderSource.Read("present", "vert");
        var failure = Assert.Throws<GraphicsException>(() => ShaderProgram.Compile(scene.Gl, "odd", vertex, "#version 330 core\nvoid main() { nonsense; }\n"));
        Assert.Contains("shaders/odd.frag", failure.Message, StringComparison.Ordinal);
        Assert.Contains("nonsense", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_StagesDoNotFit_GivesFileAndLog()
    {
        using var scene = new GlScene();
        const string Asking = "#version 330 core\nin vec3 position;\nout vec4 c;\nvoid main() { c = vec4(position, 1); }\n";
        var failure = Assert.Throws<GraphicsException>(() => ShaderProgram.Compile(scene.Gl, "odd", ShaderSource.Read("present", "vert"), Asking));
        Assert.Contains("shaders/odd.vert", failure.Message, StringComparison.Ordinal);
        Assert.Contains("position", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_GoodPair_Links()
    {
        using var scene = new GlScene();
        using var program = ShaderProgram.Compile(scene.Gl, "plain", "#version 330 core\nvoid main() { gl_Position = vec4(0); }\n", Fragment);
        program.Use();
    }

    [Fact]
    public void Read_NoSuchFile_NamesIt() =>
        Assert.Contains("'shaders/none.vert'", Assert.Throws<GraphicsException>(() => ShaderSource.Read("none", "vert")).Message, StringComparison.Ordinal);
}
