#version 330 core

// Distance of the HUD from the corner, in font pixels: that of the text.
const float MARGIN = 6.0;

// Left, top, width, height in font pixels from the text's corner; red in the highest byte, alpha in the lowest.
layout(location = 0) in uvec4 area;
layout(location = 1) in uint tint;

// Size of the framebuffer in pixels, and framebuffer pixels per font pixel.
uniform vec2 target;
uniform float scale;

flat out vec4 paint;

void main()
{
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 pixel = (MARGIN + vec2(area.xy) + corner * vec2(area.zw)) * scale;
    paint = vec4((tint >> 24) & 0xFFu, (tint >> 16) & 0xFFu, (tint >> 8) & 0xFFu, tint & 0xFFu) / 255.0;
    gl_Position = vec4(pixel.x / target.x * 2.0 - 1.0, 1.0 - pixel.y / target.y * 2.0, 0.0, 1.0);
}
