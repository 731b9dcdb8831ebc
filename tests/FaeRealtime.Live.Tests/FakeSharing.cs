using System.Diagnostics.CodeAnalysis;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;
using FaeRealtime.Core.Images;

namespace FaeRealtime.Live.Tests;

/// <summary>A way from «device memory» that writes down what happens on it. Its pictures lie in the fake engine's own arrays, which it uploads.</summary>
internal sealed class FakeSharing(DeviceFakeEngine.Memory memory) : IDeviceSharing
{
    /// <summary>What happened, in order, from both threads.</summary>
    public IReadOnlyList<string> Events => memory.Events;

    /// <summary>Why nothing is shared; null to share.</summary>
    public string? Refusal { get; set; }

    /// <summary>Copies fail from this one on.</summary>
    public int FailsAt { get; set; } = int.MaxValue;

    public int Opened { get; private set; }

    public bool TryOpen(GL gl, SharedTexture texture, PictureDevice device, [NotNullWhen(true)] out IDeviceTexture? opened, out string reason)
    {
        Opened++;
        opened = Refusal is null ? new Shared(this, memory, texture) : null;
        reason = Refusal ?? $"device {device.Id}";
        return opened is not null;
    }

    private sealed class Shared(FakeSharing sharing, DeviceFakeEngine.Memory memory, SharedTexture texture) : IDeviceTexture
    {
        private int _copies;
        private ulong _reading;

        public void Copy(in DeviceImage image)
        {
            if (_copies++ >= sharing.FailsAt)
            {
                throw new GraphicsException("The device is lost.");
            }

            _reading = image.Address;
            memory.BeginReading(image.Address);
            texture.Upload(memory[image.Address]);
        }

        public void Wait()
        {
            if (_reading != 0)
            {
                memory.EndReading(_reading);
                _reading = 0;
            }
        }

        public void Dispose()
        {
            Wait();
            memory.Note("close");
        }
    }
}
