#version 430 core

// A generator's answers [B·T, p·p·Cₒ], each a patch in the order (row, column, channel), to a velocity [C, S, S] in this product's time:
// output·(u + w·(c − u)) + state·x, where the second picture's answer u is the one without condition.
//
// GUIDED  there are two pictures

layout(local_size_x = 64) in;

layout(std140, binding = 0) uniform Sizes
{
    uint channels;  // C
    uint side;      // S
    uint patchSide; // p
    uint outputs;   // Cₒ
    uint guided;    // how many values of the latent are guided, from the first
};

layout(std140, binding = 1) uniform Step
{
    uvec4 modulation;
    uvec4 slots;  // .x: where the latent x begins, .y: where the velocity goes
    vec4 factors; // w, output, state
};

layout(std430, binding = 2) readonly buffer Answers { float answers[]; };
layout(std430, binding = 3) buffer Latents { float latents[]; };

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
    uint values = patchSide * patchSide * outputs;
    uint token = y / patchSide * (side / patchSide) + x / patchSide;
    uint at = token * values + (y % patchSide * patchSide + x % patchSide) * outputs + channel;
    float answer = answers[at];
#ifdef GUIDED
    if (i < guided)
    {
        uint tokens = (side / patchSide) * (side / patchSide);
        float none = answers[tokens * values + at];
        answer = none + (answer - none) * factors.x;
    }
#endif
    latents[slots.y + i] = factors.y * answer + factors.z * latents[slots.x + i];
}
