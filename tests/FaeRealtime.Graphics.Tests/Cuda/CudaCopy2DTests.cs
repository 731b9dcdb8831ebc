using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FaeRealtime.Graphics.Cuda;

namespace FaeRealtime.Graphics.Tests.Cuda;

public sealed class CudaCopy2DTests
{
    [Fact]
    public void Size_On64Bits_IsTheDrivers() => Assert.Equal(128, Unsafe.SizeOf<CudaCopy2D>());

    // From the order and types of the members in cuda.h: size_t, size_t, enum, pointer, 64-bit address, handle, size_t; twice; then two size_t.
    [Theory]
    [InlineData(nameof(CudaCopy2D.SourceX), 0)]
    [InlineData(nameof(CudaCopy2D.SourceY), 8)]
    [InlineData(nameof(CudaCopy2D.SourceType), 16)]
    [InlineData(nameof(CudaCopy2D.SourceHost), 24)]
    [InlineData(nameof(CudaCopy2D.SourceDevice), 32)]
    [InlineData(nameof(CudaCopy2D.SourceArray), 40)]
    [InlineData(nameof(CudaCopy2D.SourcePitch), 48)]
    [InlineData(nameof(CudaCopy2D.TargetX), 56)]
    [InlineData(nameof(CudaCopy2D.TargetY), 64)]
    [InlineData(nameof(CudaCopy2D.TargetType), 72)]
    [InlineData(nameof(CudaCopy2D.TargetHost), 80)]
    [InlineData(nameof(CudaCopy2D.TargetDevice), 88)]
    [InlineData(nameof(CudaCopy2D.TargetArray), 96)]
    [InlineData(nameof(CudaCopy2D.TargetPitch), 104)]
    [InlineData(nameof(CudaCopy2D.WidthInBytes), 112)]
    [InlineData(nameof(CudaCopy2D.Height), 120)]
    public void Offset_OfMember_IsTheDrivers(string member, int offset) => Assert.Equal(offset, (int)Marshal.OffsetOf<CudaCopy2D>(member));
}
