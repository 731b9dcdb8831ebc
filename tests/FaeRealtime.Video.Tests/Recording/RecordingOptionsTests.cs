using FaeRealtime.Video.Recording;

namespace FaeRealtime.Video.Tests.Recording;

public sealed class RecordingOptionsTests
{
    [Theory]
    [InlineData("a.mp4", null, 64, 64, 512, 512, 60)]
    [InlineData("a.mp4", null, 576, 64, 576, 64, 60)]
    [InlineData("a.mp4", null, 65, 33, 520, 264, 60)]
    [InlineData("a.webm", null, 512, 512, 512, 512, 60)]
    [InlineData("a.mp4", null, 300, 300, 600, 600, 60)]
    [InlineData("a.rgba", null, 64, 64, 64, 64, 60)]
    [InlineData("a.webp", null, 64, 64, 64, 64, 60)]
    [InlineData("a.webm", 512, 64, 64, 512, 512, 60)]
    [InlineData("a.gif", 500, 256, 65, 500, 126, 30)]
    [InlineData("a.mp4", 16, 1024, 8, 16, 2, 60)]
    public void Settings_OfASide_ScalesTheLongerToItOrToTheUsual(string path, int? side, int width, int height, int? videoWidth, int? videoHeight, double fps)
    {
        var settings = new RecordingOptions(path, side).Settings(path, width, height, null);
        Assert.Equal((width, height, videoWidth, videoHeight, fps), (settings.Width, settings.Height, settings.VideoWidth, settings.VideoHeight, settings.Fps));
    }
}
