using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public interface IViewProperties
{
    bool ShouldSwapAutomatically { get; set; }

    bool IsEventDriven { get; set; }

    bool IsContextControlDisabled { get; set; }

    Vector2D<int> Size { get; }

    double FramesPerSecond { get; set; }

    double UpdatesPerSecond { get; set; }

    GraphicsAPI API { get; }

    bool VSync { get; set; }

    VideoMode VideoMode { get; }

    int? PreferredDepthBufferBits { get; }

    int? PreferredStencilBufferBits { get; }

    int? Samples { get; }
}
