#version 430 core

// A pixel decoder's values to the picture: rounded as every image file is, saturated a little outside [0, 1], opaque, top row first.
//
// OVERLAP  patches reach beyond their squares and a window blends them; else values come in cells [(S/c)², c·c·3]

layout(local_size_x = 8, local_size_y = 8) in;

layout(std140, binding = 0) uniform Sizes
{
    uint side;     // S, in pixels
    uint cell;     // c, in pixels; with OVERLAP the side of a token's own square
    uint overlap;  // pixels by which a patch reaches beyond it
};

layout(std430, binding = 0) readonly buffer Window { float window[]; }; // [S/c, c + 2·overlap]: how much a patch counts along one axis
layout(std430, binding = 2) readonly buffer Values { float values[]; };
layout(std430, binding = 3) buffer Status { uint notFinite; };

layout(rgba8ui, binding = 0) writeonly uniform uimage2D picture;

void main()
{
    uvec2 pixel = gl_GlobalInvocationID.xy;
    if (any(greaterThanEqual(pixel, uvec2(side))))
    {
        return;
    }

    uint grid = side / cell;
    vec3 colour = vec3(0.0);
#ifdef OVERLAP
    uint reach = cell + 2u * overlap;
    ivec2 own = ivec2(pixel / cell);
    for (int y = max(0, own.y - 1); y <= min(int(grid) - 1, own.y + 1); y++)
    {
        for (int x = max(0, own.x - 1); x <= min(int(grid) - 1, own.x + 1); x++)
        {
            ivec2 inside = ivec2(pixel) - ivec2(x, y) * int(cell) + int(overlap);
            if (all(greaterThanEqual(inside, ivec2(0))) && all(lessThan(inside, ivec2(reach))))
            {
                float weight = window[uint(y) * reach + uint(inside.y)] * window[uint(x) * reach + uint(inside.x)];
                uint at = (((uint(y) * grid + uint(x)) * reach + uint(inside.y)) * reach + uint(inside.x)) * 3u;
                colour += weight * vec3(values[at], values[at + 1u], values[at + 2u]);
            }
        }
    }
#else
    uvec2 inside = pixel % cell;
    uint at = (((pixel.y / cell * grid + pixel.x / cell) * cell + inside.y) * cell + inside.x) * 3u;
    colour = vec3(values[at], values[at + 1u], values[at + 2u]);
#endif

    if (any(isnan(colour)) || any(isinf(colour)))
    {
        notFinite = 1u;
    }

    imageStore(picture, ivec2(pixel), uvec4(uvec3(clamp(colour, 0.0, 1.0) * 255.0 + 0.5), 255u));
}
