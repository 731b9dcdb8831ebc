#version 430 core

// latents[y] = a·latents[x] + b·latents[z]: a step of Euler, a blend.

layout(local_size_x = 64) in;

layout(std140, binding = 0) uniform Sizes
{
    uint count; // values of a latent
};

layout(std140, binding = 1) uniform Step
{
    uvec4 modulation;
    uvec4 slots;  // where x, y and z begin
    vec4 factors; // a, b
};

layout(std430, binding = 3) buffer Latents { float latents[]; };

void main()
{
    uint i = gl_GlobalInvocationID.x;
    if (i < count)
    {
        latents[slots.y + i] = factors.x * latents[slots.x + i] + factors.y * latents[slots.z + i];
    }
}
