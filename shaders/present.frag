#version 330 core

uniform sampler2D picture;

in vec2 position;
out vec4 color;

void main()
{
    color = vec4(texture(picture, position).rgb, 1.0);
}
