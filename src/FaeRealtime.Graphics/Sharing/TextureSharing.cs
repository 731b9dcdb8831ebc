using System.Diagnostics.CodeAnalysis;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Images;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Sharing;

/// <summary>From a texture that another context wrote into the one that is shown: both contexts share their objects.</summary>
public sealed class TextureSharing : IDeviceSharing
{
    /// <inheritdoc/>
    public bool TryOpen(GL gl, SharedTexture texture, PictureDevice device, [NotNullWhen(true)] out IDeviceTexture? opened, out string reason)
    {
        ArgumentNullException.ThrowIfNull(gl);
        ArgumentNullException.ThrowIfNull(texture);
        var shares = device.Memory == PictureMemory.Textures && device.Id != 0 && CurrentContext.Handle == device.Id;
        opened = shares ? new CopiedTexture(gl, texture) : null;
        reason = shares ? $"textures of {gl.GetStringS(StringName.Renderer)}" : "the attached OpenGL context is not the one that the engine shares its textures with";
        return shares;
    }

    /// <summary>A texture that pictures are copied into on the GPU. No binding is touched.</summary>
    private sealed class CopiedTexture(GL gl, SharedTexture texture) : IDeviceTexture, IGlRegistration
    {
        private const ulong Patience = 1_000_000_000;

        private readonly GlDeletionQueue _queue = Counted(gl);
        private readonly Lock _gate = new();
        private nint _copied;
        private bool _disposed;

        /// <inheritdoc/>
        public void Copy(in DeviceImage image)
        {
            if (image.Width != texture.Width || image.Height != texture.Height)
            {
                throw new GraphicsException($"A picture of {image.Width}x{image.Height} pixels does not fit a texture of {texture.Width}x{texture.Height}.");
            }

            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _queue.Enter();
                gl.CopyImageSubData(
                    (uint)image.Address, CopyImageSubDataTarget.Texture2D, 0, 0, 0, 0, texture.Name, CopyImageSubDataTarget.Texture2D, 0, 0, 0, 0, (uint)image.Width, (uint)image.Height, 1);
                Forget();
                _copied = gl.FenceSync(SyncCondition.SyncGpuCommandsComplete, SyncBehaviorFlags.None);
                gl.Flush();
            }
        }

        /// <inheritdoc/>
        /// <remarks>In a context of the group. Without one there is nothing to wait for: OpenGL keeps what its commands still read.</remarks>
        public void Wait()
        {
            lock (_gate)
            {
                if (!_disposed && _copied != 0 && CurrentContext.Handle != 0)
                {
                    gl.ClientWaitSync(_copied, SyncObjectMask.Bit, Patience);
                }
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (_gate)
            {
                if (_disposed)
                {
                    return;
                }

                _disposed = true;
            }

            _queue.Release(this);
        }

        /// <inheritdoc/>
        void IGlRegistration.End(bool contextLives)
        {
            if (contextLives)
            {
                Forget();
            }
        }

        private static GlDeletionQueue Counted(GL gl)
        {
            GlObjects.Created();
            return GlDeletionQueue.For(gl);
        }

        private void Forget()
        {
            if (_copied != 0)
            {
                gl.DeleteSync(_copied);
                _copied = 0;
            }
        }
    }
}
