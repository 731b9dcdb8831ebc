using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Moves parameters and buffers, here and below; an element type applies to floating point tensors only.</summary>
            internal void Convert(ScalarType? dtype, Device? device)
            {
                if (dtype is { } type && !IsFloating(type))
                {
                    throw new ArgumentException($"Only floating point types are allowed in module.to(), got {type}.");
                }

                foreach (Module child in _submodules.Values)
                {
                    child.Convert(dtype, device);
                }

                using IDisposable guard = no_grad();
                ConvertParameters(dtype, device);
                ConvertBuffers(dtype, device);
            }

            private static bool IsFloating(ScalarType type) =>
                type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

            private void ConvertParameters(ScalarType? dtype, Device? device)
            {
                foreach ((string own, Parameter parameter) in _params.ToArray())
                {
                    if (parameter is null || parameter.IsInvalid || !Differs(parameter, dtype, device))
                    {
                        continue;
                    }

                    Parameter moved = new(Moved(parameter, dtype, device), parameter.requires_grad);
                    moved.DetachFromDisposeScope();
                    using (Tensor? gradient = parameter.grad)
                    {
                        if (gradient is not null)
                        {
                            moved.grad = Moved(gradient, dtype, device);
                        }
                    }

                    _params[own] = moved;
                    SetFields(parameter, moved);
                    parameter.Dispose();
                }
            }

            private void ConvertBuffers(ScalarType? dtype, Device? device)
            {
                foreach ((string own, (Tensor buffer, bool persistent)) in _buffers.ToArray())
                {
                    if (buffer.IsInvalid || !Differs(buffer, dtype, device))
                    {
                        continue;
                    }

                    Tensor moved = Moved(buffer, dtype, device);
                    moved.DetachFromDisposeScope();
                    _buffers[own] = (moved, persistent);
                    SetFields(buffer, moved);
                    buffer.Dispose();
                }
            }

            private static bool Differs(Tensor tensor, ScalarType? dtype, Device? device) =>
                (dtype is { } type && IsFloating(tensor.dtype) && tensor.dtype != type)
                || (device is not null && (tensor.device_type != device.type || (device.index >= 0 && tensor.device_index != device.index)));

            private static Tensor Moved(Tensor tensor, ScalarType? dtype, Device? device) =>
                tensor.to(dtype is { } type && IsFloating(tensor.dtype) ? type : tensor.dtype, device ?? tensor.device);

            /// <summary>Fields hold the same object as the registry: after a move they must follow.</summary>
            private void SetFields(Tensor before, Tensor after)
            {
                for (Type? type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    foreach (FieldInfo field in type.GetFields(InstanceFields | BindingFlags.DeclaredOnly))
                    {
                        if (typeof(Tensor).IsAssignableFrom(field.FieldType) && ReferenceEquals(field.GetValue(this), before))
                        {
                            field.SetValue(this, after);
                        }
                    }
                }
            }
        }
    }
}
