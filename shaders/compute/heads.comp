#version 430 core

// Norms queries and keys over a head's width and turns them by their tokens' rotary positions, in place: a thread takes one head of one row.
//
// NORMED   gains and shifts are applied; CENTRED subtracts the mean (LayerNorm), else RMSNorm
// ROTARY   pairs of neighbours turn

layout(local_size_x = 64) in;

layout(std140, binding = 0) uniform Sizes
{
    uint rows;
    uint heads;
    uint width;  // of a head, Dh
    uint tokens; // rows of a picture
    float epsilon;
    uint firstRow;
};

layout(std430, binding = 0) readonly buffer QueryNorm { float queryNorm[]; }; // [2, Dh]: gains, shifts
layout(std430, binding = 1) readonly buffer KeyNorm { float keyNorm[]; };
layout(std430, binding = 2) readonly buffer Rotation { float rotation[]; };   // [2, T, Dh]: cosines, sines
layout(std430, binding = 3) buffer Merged { float merged[]; };                // rows of all heads' queries, keys, values

float placed(uint i, uint first, float mean, float inverse, bool key)
{
    float value = merged[first + i];
#ifdef NORMED
    value = (value - mean) * inverse;
    value = key ? value * keyNorm[i] + keyNorm[width + i] : value * queryNorm[i] + queryNorm[width + i];
#endif
    return value;
}

void main()
{
    uint item = gl_GlobalInvocationID.x;
    if (item >= rows * heads * 2u)
    {
        return;
    }

    uint row = item / (2u * heads);
    bool key = item % (2u * heads) >= heads;
    uint first = (firstRow + row) * 3u * heads * width + item % (2u * heads) * width;
    float mean = 0.0;
    float inverse = 1.0;
#ifdef NORMED
#ifdef CENTRED
    for (uint i = 0u; i < width; i++)
    {
        mean += merged[first + i];
    }

    mean /= float(width);
#endif
    float squares = 0.0;
    for (uint i = 0u; i < width; i++)
    {
        float distance = merged[first + i] - mean;
        squares += distance * distance;
    }

    inverse = 1.0 / sqrt(squares / float(width) + epsilon);
#endif

#ifdef ROTARY
    uint place = row % tokens * width;
    for (uint i = 0u; i < width; i += 2u)
    {
        float x = placed(i, first, mean, inverse, key);
        float y = placed(i + 1u, first, mean, inverse, key);
        float cosine = rotation[place + i];
        float sine = rotation[tokens * width + place + i];
        merged[first + i] = x * cosine - y * sine;
        merged[first + i + 1u] = y * cosine + x * sine;
    }
#else
    for (uint i = 0u; i < width; i++)
    {
        merged[first + i] = placed(i, first, mean, inverse, key);
    }
#endif
}
