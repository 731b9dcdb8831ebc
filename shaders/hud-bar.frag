#version 330 core

flat in vec4 paint;
out vec4 color;

void main()
{
    color = paint;
}
