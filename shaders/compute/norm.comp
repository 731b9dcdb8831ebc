#version 430 core

// target = norm(source)·gain + shift over rows [R, D], one a workgroup.
//
// CENTRED    the mean is subtracted (LayerNorm); else RMSNorm
// MODULATED  gain·(1 + γ) and β of the row's picture (adaLN); without SHIFT there is no β

#define LANES 64u

layout(local_size_x = 64) in;

layout(std140, binding = 0) uniform Sizes
{
    uint width;  // D
    uint tokens; // rows of a picture
    uint scale;  // where γ stands in a picture's modulations
    uint shift;  // and β
    float epsilon;
};

layout(std140, binding = 1) uniform Step
{
    uvec4 modulation; // where each picture's modulations begin
    uvec4 slots;
    vec4 factors;
};

layout(std430, binding = 0) readonly buffer Gains { float gains[]; };
layout(std430, binding = 1) readonly buffer Shifts { float shifts[]; };
layout(std430, binding = 2) readonly buffer Source { float source[]; };
layout(std430, binding = 3) writeonly buffer Target { float target[]; };
layout(std430, binding = 5) readonly buffer Modulations { float modulations[]; };

shared float parts[LANES];

// What lanes wrote to shared memory before, all of them read after.
void meet()
{
    memoryBarrierShared();
    barrier();
}

// The sum over all lanes, in one order.
float total(float part)
{
    uint lane = gl_LocalInvocationIndex;
    parts[lane] = part;
    meet();
    for (uint reach = LANES / 2u; reach > 0u; reach /= 2u)
    {
        if (lane < reach)
        {
            parts[lane] += parts[lane + reach];
        }

        meet();
    }

    float sum = parts[0];
    meet();
    return sum;
}

void main()
{
    uint row = gl_WorkGroupID.x;
    uint first = row * width;
    float mean = 0.0;
#ifdef CENTRED
    float sum = 0.0;
    for (uint i = gl_LocalInvocationIndex; i < width; i += LANES)
    {
        sum += source[first + i];
    }

    mean = total(sum) / float(width);
#endif

    float squares = 0.0;
    for (uint i = gl_LocalInvocationIndex; i < width; i += LANES)
    {
        float distance = source[first + i] - mean;
        squares += distance * distance;
    }

    float inverse = 1.0 / sqrt(total(squares) / float(width) + epsilon);
#ifdef MODULATED
    uint picture = modulation[row / tokens];
#endif
    for (uint i = gl_LocalInvocationIndex; i < width; i += LANES)
    {
        float unit = (source[first + i] - mean) * inverse * gains[i];
#ifdef MODULATED
        unit *= 1.0 + modulations[picture + scale + i];
#ifdef SHIFT
        unit += modulations[picture + shift + i];
#endif
#else
        unit += shifts[i];
#endif
        target[first + i] = unit;
    }
}
