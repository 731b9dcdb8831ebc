#version 330 core

// Left, top, width, height in pixels from the target's top left corner; red in the highest byte, alpha in the lowest; the radius of the corners.
layout(location = 0) in uvec4 area;
layout(location = 1) in uint tint;
layout(location = 2) in uint round;

// Size of the framebuffer in pixels.
uniform vec2 target;

out vec2 middle;
flat out vec2 extent;
flat out float radius;
flat out vec4 paint;

void main()
{
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 pixel = vec2(area.xy) + corner * vec2(area.zw);
    extent = vec2(area.zw) * 0.5;
    middle = (corner * 2.0 - 1.0) * extent;
    radius = min(float(round), min(extent.x, extent.y));
    paint = vec4((tint >> 24) & 0xFFu, (tint >> 16) & 0xFFu, (tint >> 8) & 0xFFu, tint & 0xFFu) / 255.0;
    gl_Position = vec4(pixel.x / target.x * 2.0 - 1.0, 1.0 - pixel.y / target.y * 2.0, 0.0, 1.0);
}
