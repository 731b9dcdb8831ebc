#version 330 core

// Texels from the contour to the end of the distances in the atlas.
const float SPREAD = 6.0;

// Light letters on dark look thinner than they are: so much of a pixel is added to each side.
const float STRONGER = 0.06;

// Signed distances: 128 is the contour, more is inside.
uniform sampler2D font;

in vec2 texel;
flat in float pixels;
flat in vec4 paint;
out vec4 color;

void main()
{
    float stored = texture(font, texel / vec2(textureSize(font, 0))).r * 255.0;
    float inside = (stored - 128.0) / 127.0 * SPREAD * pixels;
    color = vec4(paint.rgb, paint.a * clamp(inside + 0.5 + STRONGER, 0.0, 1.0));
}
