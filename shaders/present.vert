#version 330 core

// One triangle that covers the viewport: corners (-1, -1), (3, -1), (-1, 3).
out vec2 position;

void main()
{
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);

    // Pictures hold their top row first, framebuffers their bottom row: this is the one flip of the whole way.
    position = vec2(corner.x, 1.0 - corner.y);
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
