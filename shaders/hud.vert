#version 330 core

const float CELL_PIXELS = 8.0;

// Distance of the text from the corner, in font pixels.
const float MARGIN = 6.0;

// Bits 0-11 column, 12-23 row, 24-31 glyph.
layout(location = 0) in uint cell;

// Size of the framebuffer in pixels, and framebuffer pixels per font pixel.
uniform vec2 target;
uniform float scale;

out vec2 inside;
flat out int glyph;

void main()
{
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 place = vec2(cell & 0xFFFu, (cell >> 12) & 0xFFFu);
    vec2 pixel = (MARGIN + (place + corner) * CELL_PIXELS) * scale;
    inside = corner * CELL_PIXELS;
    glyph = int(cell >> 24);

    // Text runs down from the top, window coordinates up from the bottom.
    gl_Position = vec4(pixel.x / target.x * 2.0 - 1.0, 1.0 - pixel.y / target.y * 2.0, 0.0, 1.0);
}
