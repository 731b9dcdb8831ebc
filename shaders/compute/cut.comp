#version 430 core

// A latent [C, S, S] to tokens [B·T, C·p·p], each a patch in the order (channel, row, column) of a convolution's kernel; B copies.
//
// DENORMALISE  value·deviation + mean of its channel

layout(local_size_x = 64) in;

layout(std140, binding = 0) uniform Sizes
{
    uint channels; // C
    uint side;     // S
    uint patchSide; // p
    uint copies;   // B
};

layout(std140, binding = 1) uniform Step
{
    uvec4 modulation;
    uvec4 slots; // .x: where the latent begins
    vec4 factors;
};

layout(std430, binding = 0) readonly buffer Statistics { float statistics[]; }; // [2, C]: means, deviations
layout(std430, binding = 2) readonly buffer Latents { float latents[]; };
layout(std430, binding = 3) writeonly buffer Target { float target[]; };

void main()
{
    uint length = channels * side * side;
    uint i = gl_GlobalInvocationID.x;
    if (i >= length)
    {
        return;
    }

    uint channel = i / (side * side);
    uint y = i / side % side;
    uint x = i % side;
    float value = latents[slots.x + i];
#ifdef DENORMALISE
    value = value * statistics[channels + channel] + statistics[channel];
#endif
    uint token = y / patchSide * (side / patchSide) + x / patchSide;
    uint inside = (channel * patchSide + y % patchSide) * patchSide + x % patchSide;
    for (uint copy = 0u; copy < copies; copy++)
    {
        target[copy * length + token * channels * patchSide * patchSide + inside] = value;
    }
}
