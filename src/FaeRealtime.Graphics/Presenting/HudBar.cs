using System.Runtime.InteropServices;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>A filled rectangle of the HUD, in font pixels from the corner where the text begins; a character's cell is <see cref="HudPass.CellPixels"/> wide and high.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Color">Red in the highest byte, then green, blue and alpha.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct HudBar(ushort X, ushort Y, ushort Width, ushort Height, uint Color);
