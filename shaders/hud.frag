#version 330 core

const vec4 INK = vec4(1.0);
const vec4 VEIL = vec4(0.0, 0.0, 0.0, 0.55);

// One texel is one pixel row of a glyph, the left pixel in its highest bit.
uniform usampler2D font;

in vec2 inside;
flat in int glyph;
out vec4 color;

void main()
{
    ivec2 pixel = min(ivec2(inside), ivec2(7));
    uint row = texelFetch(font, ivec2(pixel.y, glyph), 0).r;
    color = ((row >> (7 - pixel.x)) & 1u) == 1u ? INK : VEIL;
}
