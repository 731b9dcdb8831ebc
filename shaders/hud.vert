#version 330 core

// Left and top edge in 64ths of a pixel, from the target's top left corner.
layout(location = 0) in ivec2 place;

// Column, row, width and height in the atlas, in texels.
layout(location = 1) in uvec4 cell;

// Pixels a texel, in 65536ths; red in the highest byte, alpha in the lowest.
layout(location = 2) in uint size;
layout(location = 3) in uint tint;

// Size of the framebuffer in pixels.
uniform vec2 target;

out vec2 texel;
flat out float pixels;
flat out vec4 paint;

void main()
{
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    pixels = float(size) / 65536.0;
    vec2 pixel = vec2(place) / 64.0 + corner * vec2(cell.zw) * pixels;
    texel = vec2(cell.xy) + corner * vec2(cell.zw);
    paint = vec4((tint >> 24) & 0xFFu, (tint >> 16) & 0xFFu, (tint >> 8) & 0xFFu, tint & 0xFFu) / 255.0;

    // Text runs down from the top, window coordinates up from the bottom.
    gl_Position = vec4(pixel.x / target.x * 2.0 - 1.0, 1.0 - pixel.y / target.y * 2.0, 0.0, 1.0);
}
