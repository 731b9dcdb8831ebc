#version 430 core

// Kept tokens of a text to the stream of each picture [B·L, D]; the second picture has those of no text.

layout(local_size_x = 64) in;

layout(std140, binding = 0) uniform Sizes
{
    uint count;  // L·D
    uint copies; // B
};

layout(std140, binding = 1) uniform Step
{
    uvec4 modulation; // .z, .w: where each picture's tokens begin
    uvec4 slots;
    vec4 factors;
};

layout(std430, binding = 2) readonly buffer Source { float source[]; };
layout(std430, binding = 3) writeonly buffer Target { float target[]; };

void main()
{
    uint i = gl_GlobalInvocationID.x;
    if (i < count)
    {
        for (uint copy = 0u; copy < copies; copy++)
        {
            target[copy * count + i] = source[modulation[2u + copy] + i];
        }
    }
}
