#version 430 core

// target = source over rows [R, D] that may lie apart.
//
// STANDARDISED  (x - mean)/deviation of its column
// ADDED         + another row
// GELU, SILU    of that

layout(local_size_x = 64) in;

layout(std140, binding = 0) uniform Sizes
{
    uint count; // R·D
    uint width; // D
    uint sourceOffset;
    uint sourceStride;
    uint targetOffset;
    uint targetStride;
    uint addedOffset;
    uint addedStride;
};

layout(std430, binding = 0) readonly buffer Statistics { float statistics[]; }; // [2, D]: means, deviations
layout(std430, binding = 1) readonly buffer Added { float added[]; };
layout(std430, binding = 2) readonly buffer Source { float source[]; };
layout(std430, binding = 3) buffer Target { float target[]; };

// x·Φ(x), erf by Abramowitz and Stegun 7.1.26: within 1.5e-7.
float gelu(float x)
{
    float z = abs(x) * 0.70710678;
    float t = 1.0 / (1.0 + 0.3275911 * z);
    float tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * exp(-z * z);
    return max(x, 0.0) - 0.5 * abs(x) * tail;
}

void main()
{
    uint i = gl_GlobalInvocationID.x;
    if (i >= count)
    {
        return;
    }

    uint row = i / width;
    uint column = i % width;
    float value = source[sourceOffset + row * sourceStride + column];
#ifdef STANDARDISED
    value = (value - statistics[column]) / statistics[width + column];
#endif
#ifdef ADDED
    value += added[addedOffset + row * addedStride + column];
#endif
#ifdef GELU
    value = gelu(value);
#endif
#ifdef SILU
    value = value / (1.0 + exp(-value));
#endif
    target[targetOffset + row * targetStride + column] = value;
}
