#version 330 core

// From the rectangle's middle, half its size, and the radius of its corners, in pixels.
in vec2 middle;
flat in vec2 extent;
flat in float radius;
flat in vec4 paint;
out vec4 color;

void main()
{
    // A pixel's middle is half a pixel inside the straight edges: there nothing is softened.
    vec2 corner = abs(middle) - extent + radius;
    float outside = length(max(corner, 0.0)) + min(max(corner.x, corner.y), 0.0) - radius;
    color = vec4(paint.rgb, paint.a * clamp(0.5 - outside, 0.0, 1.0));
}
