#version 430 core

// target = epilogue(source · weightsᵀ + biases): rows [R, K] times a layer [N, K], as PyTorch stores it.
// A workgroup makes a tile of 32 × 32, a thread 4 × 4 of it, from slices of 16 of depth that lie in shared memory.
//
// VECTOR       rows, strides and offsets are multiples of 4
// HALF         weights are float16
// CONVOLUTION  rows are cells of a plane, depth is (kernel row, kernel column, channel) of their 3 × 3 neighbours
// SILU, GELU, GELU_TANH, SWIGLU, RESIDUAL (with GATED, SILU), CELLS: what happens to a value before it is written
// SLOT         the target lies at slots.x

#define TILE 32u
#define SLICE 16u
#define PITCH 33u

layout(local_size_x = 8, local_size_y = 8) in;

layout(std140, binding = 0) uniform Sizes
{
    uint rows;           // R
    uint depth;          // K
    uint outputs;        // N, before SwiGLU halves them
    uint sourceOffset;
    uint sourceStride;
    uint targetOffset;
    uint targetStride;
    uint residualOffset;
    uint residualStride;
    uint residualPeriod; // rows after which the residual starts again; 0 for never
    uint gate;           // from the beginning of a picture's modulations
    uint tokens;         // rows of a picture
    uint side;           // of a plane of cells
    uint channels;       // of a cell
    uint cells;          // in a token's row or column
};

layout(std140, binding = 1) uniform Step
{
    uvec4 modulation; // where each picture's modulations begin
    uvec4 slots;
    vec4 factors;
};

// [N up to a multiple of 32, K up to a multiple of 16], filled up with zeros; for SwiGLU gate and partner in turns.
#ifdef HALF
layout(std430, binding = 0) readonly buffer Weights { uvec2 weights[]; };
#else
layout(std430, binding = 0) readonly buffer Weights { vec4 weights[]; };
#endif

layout(std430, binding = 1) readonly buffer Biases { float biases[]; };

#ifdef VECTOR
layout(std430, binding = 2) readonly buffer Source { vec4 source[]; };
#else
layout(std430, binding = 2) readonly buffer Source { float source[]; };
#endif

layout(std430, binding = 3) buffer Target { float target[]; };
layout(std430, binding = 4) readonly buffer Residual { float residual[]; };
layout(std430, binding = 5) readonly buffer Modulations { float modulations[]; };

shared float rowSlice[SLICE * PITCH];
shared float columnSlice[SLICE * PITCH];

// What lanes wrote to shared memory before, all of them read after.
void meet()
{
    memoryBarrierShared();
    barrier();
}

vec4 weightsAt(uint column, uint k)
{
    uint at = (column * ((depth + SLICE - 1u) / SLICE * SLICE) + k) / 4u;
#ifdef HALF
    return vec4(unpackHalf2x16(weights[at].x), unpackHalf2x16(weights[at].y));
#else
    return weights[at];
#endif
}

#ifdef CONVOLUTION
// Where channel 0 … of a cell's neighbour lies; −1 outside the plane.
int neighbour(uint row, uint tap)
{
    ivec2 cell = ivec2(row % side, row / side) + ivec2(tap % 3u, tap / 3u) - 1;
    bool inside = all(greaterThanEqual(cell, ivec2(0))) && all(lessThan(cell, ivec2(side)));
    return inside ? (cell.y * int(side) + cell.x) * int(channels) : -1;
}
#endif

// Four values of a row; zeros behind its end.
vec4 sourceAt(uint row, uint k)
{
#if defined(CONVOLUTION) && defined(VECTOR)
    int at = k < depth ? neighbour(row, k / channels) : -1;
    return at < 0 ? vec4(0.0) : source[(uint(at) + k % channels) / 4u];
#elif defined(VECTOR)
    return k < depth ? source[(sourceOffset + row * sourceStride + k) / 4u] : vec4(0.0);
#else
    vec4 values = vec4(0.0);
    for (uint i = 0u; i < 4u && k + i < depth; i++)
    {
#ifdef CONVOLUTION
        int at = neighbour(row, (k + i) / channels);
        values[i] = at < 0 ? 0.0 : source[uint(at) + (k + i) % channels];
#else
        values[i] = source[sourceOffset + row * sourceStride + k + i];
#endif
    }

    return values;
#endif
}

float silu(float x)
{
    return x / (1.0 + exp(-x));
}

// x·Φ(x), erf by Abramowitz and Stegun 7.1.26: within 1.5e-7.
float gelu(float x)
{
    float z = abs(x) * 0.70710678;
    float t = 1.0 / (1.0 + 0.3275911 * z);
    float tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * exp(-z * z);
    return max(x, 0.0) - 0.5 * abs(x) * tail;
}

// x·σ(2u), u = √(2/π)·(x + 0.044715·x³).
float geluTanh(float x)
{
    return x / (1.0 + exp(-1.5957691216 * (x + 0.044715 * x * x * x)));
}

void write(uint row, uint column, float value)
{
#ifdef RESIDUAL
    uint from = residualPeriod > 0u ? row % residualPeriod : row;
    float other = residual[residualOffset + from * residualStride + column];
#ifdef GATED
    value *= modulations[modulation[row / tokens] + gate + column];
#endif
    value += other;
#endif
#ifdef SILU
    value = silu(value);
#endif
#ifdef GELU
    value = gelu(value);
#endif
#ifdef GELU_TANH
    value = geluTanh(value);
#endif

#if defined(CELLS)
    // (row, column, channel) of a token's cells to their places in the plane.
    uint run = cells * channels;
    uint grid = side / cells;
    uint y = row / grid * cells + column / run;
    target[(y * side + row % grid * cells) * channels + column % run] = value;
#elif defined(SLOT)
    target[slots.x + targetOffset + row * targetStride + column] = value;
#else
    target[targetOffset + row * targetStride + column] = value;
#endif
}

void main()
{
    uint firstRow = gl_WorkGroupID.y * TILE;
    uint firstColumn = gl_WorkGroupID.x * TILE;
    uint lane = gl_LocalInvocationIndex;
    vec4 sums[4] = vec4[4](vec4(0.0), vec4(0.0), vec4(0.0), vec4(0.0));
    for (uint start = 0u; start < depth; start += SLICE)
    {
        for (uint i = lane; i < TILE * SLICE / 4u; i += 64u)
        {
            uint line = i / (SLICE / 4u);
            uint first = i % (SLICE / 4u) * 4u;
            vec4 left = firstRow + line < rows ? sourceAt(firstRow + line, start + first) : vec4(0.0);
            vec4 right = weightsAt(firstColumn + line, start + first);
            for (uint k = 0u; k < 4u; k++)
            {
                rowSlice[(first + k) * PITCH + line] = left[k];
                columnSlice[(first + k) * PITCH + line] = right[k];
            }
        }

        meet();
        for (uint k = 0u; k < SLICE; k++)
        {
            uint left = k * PITCH + gl_LocalInvocationID.y * 4u;
            uint right = k * PITCH + gl_LocalInvocationID.x * 4u;
            vec4 columns = vec4(columnSlice[right], columnSlice[right + 1u], columnSlice[right + 2u], columnSlice[right + 3u]);
            sums[0] += rowSlice[left] * columns;
            sums[1] += rowSlice[left + 1u] * columns;
            sums[2] += rowSlice[left + 2u] * columns;
            sums[3] += rowSlice[left + 3u] * columns;
        }

        meet();
    }

    uint column = firstColumn + gl_LocalInvocationID.x * 4u;
    for (uint i = 0u; i < 4u; i++)
    {
        uint row = firstRow + gl_LocalInvocationID.y * 4u + i;
        if (row >= rows)
        {
            break;
        }

        vec4 values = sums[i] + vec4(biases[column], biases[column + 1u], biases[column + 2u], biases[column + 3u]);
#ifdef SWIGLU
        for (uint j = 0u; j < 4u && column + j < outputs; j += 2u)
        {
            write(row, (column + j) / 2u, silu(values[j]) * values[j + 1u]);
        }
#else
        for (uint j = 0u; j < 4u && column + j < outputs; j++)
        {
            write(row, column + j, values[j]);
        }
#endif
    }
}
