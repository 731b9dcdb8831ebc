#version 430 core

// target = softmax(q·kᵀ/√Dh)·v. A workgroup takes 16 queries of one head and passes over the keys in blocks, with a running maximum and sum (Milakov and Gimelshein 2018).
//
// HEAD_WIDTH  Dh
// KEYS        keys of a block, such that queries and keys fit into shared memory

#define QUERIES 16u
#define LANES 64u
#define PITCH (HEAD_WIDTH + 1u)
#define OWN ((QUERIES * HEAD_WIDTH + LANES - 1u) / LANES)

layout(local_size_x = 64) in;

layout(std140, binding = 0) uniform Sizes
{
    uint tokens; // T
    uint heads;  // H
    float scale; // 1/√Dh
    uint first;  // L: so many tokens of every picture stand before all others', as [B·L, ..] and [B·(T − L), ..]
    uint silent; // so many tokens from the first ask nothing
};

layout(std430, binding = 2) readonly buffer Merged { float merged[]; };   // [B·T, 3·H·Dh]
layout(std430, binding = 3) writeonly buffer Target { float target[]; }; // [B·T, H·Dh]

shared float queries[QUERIES * PITCH];
shared float block[KEYS * PITCH];          // keys, then values
shared float weights[QUERIES * KEYS];
shared float highest[QUERIES];
shared float sums[QUERIES];
shared float faded[QUERIES];               // what earlier blocks' results count under the new maximum

// What lanes wrote to shared memory before, all of them read after.
void meet()
{
    memoryBarrierShared();
    barrier();
}

uint row(uint token)
{
    uint picture = gl_WorkGroupID.z;
    return token < first ? picture * first + token : gl_NumWorkGroups.z * first + picture * (tokens - first) + token - first;
}

uint place(uint token, uint part)
{
    return (row(token) * 3u + part) * heads * HEAD_WIDTH + gl_WorkGroupID.y * HEAD_WIDTH;
}

void loadBlock(uint start, uint part)
{
    for (uint i = gl_LocalInvocationIndex; i < KEYS * HEAD_WIDTH; i += LANES)
    {
        uint token = start + i / HEAD_WIDTH;
        block[i / HEAD_WIDTH * PITCH + i % HEAD_WIDTH] = token < tokens ? merged[place(token, part) + i % HEAD_WIDTH] : 0.0;
    }
}

void main()
{
    uint lane = gl_LocalInvocationIndex;
    uint firstQuery = silent + gl_WorkGroupID.x * QUERIES;
    float results[OWN];
    for (uint n = 0u; n < OWN; n++)
    {
        results[n] = 0.0;
    }

    for (uint i = lane; i < QUERIES * HEAD_WIDTH; i += LANES)
    {
        uint token = firstQuery + i / HEAD_WIDTH;
        queries[i / HEAD_WIDTH * PITCH + i % HEAD_WIDTH] = token < tokens ? merged[place(token, 0u) + i % HEAD_WIDTH] * scale : 0.0;
    }

    if (lane < QUERIES)
    {
        highest[lane] = -1e30;
        sums[lane] = 0.0;
    }

    for (uint start = 0u; start < tokens; start += KEYS)
    {
        loadBlock(start, 1u);
        meet();
        for (uint i = lane; i < QUERIES * KEYS; i += LANES)
        {
            uint query = i / KEYS * PITCH;
            uint key = i % KEYS * PITCH;
            float sum = 0.0;
            for (uint d = 0u; d < HEAD_WIDTH; d++)
            {
                sum += queries[query + d] * block[key + d];
            }

            weights[i] = start + i % KEYS < tokens ? sum : -1e30;
        }

        meet();
        loadBlock(start, 2u);
        if (lane < QUERIES)
        {
            float top = highest[lane];
            for (uint k = 0u; k < KEYS; k++)
            {
                top = max(top, weights[lane * KEYS + k]);
            }

            float fade = exp(highest[lane] - top);
            float sum = sums[lane] * fade;
            for (uint k = 0u; k < KEYS; k++)
            {
                float weight = start + k < tokens ? exp(weights[lane * KEYS + k] - top) : 0.0;
                weights[lane * KEYS + k] = weight;
                sum += weight;
            }

            highest[lane] = top;
            sums[lane] = sum;
            faded[lane] = fade;
        }

        meet();
        for (uint n = 0u; n < OWN; n++)
        {
            uint i = n * LANES + lane;
            if (i < QUERIES * HEAD_WIDTH)
            {
                uint query = i / HEAD_WIDTH;
                float result = results[n] * faded[query];
                for (uint k = 0u; k < KEYS; k++)
                {
                    result += weights[query * KEYS + k] * block[k * PITCH + i % HEAD_WIDTH];
                }

                results[n] = result;
            }
        }

        meet();
    }

    for (uint n = 0u; n < OWN; n++)
    {
        uint i = n * LANES + lane;
        uint token = firstQuery + i / HEAD_WIDTH;
        if (i < QUERIES * HEAD_WIDTH && token < tokens)
        {
            target[(row(token) * heads + gl_WorkGroupID.y) * HEAD_WIDTH + i % HEAD_WIDTH] = results[n] / sums[i / HEAD_WIDTH];
        }
    }
}
