using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private const BindingFlags InstanceFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

            /// <summary>Registers every field that holds a module, a parameter or a tensor (as a buffer) under the field's name. Call it last in a constructor.</summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered)
                {
                    return;
                }

                foreach (FieldInfo field in GetType().GetFields(InstanceFields))
                {
                    RegisterField(field);
                }

                _componentsRegistered = true;
            }

            private void RegisterField(FieldInfo field)
            {
                string component = NameOf(field);
                if (_submodules.ContainsKey(component) || _params.ContainsKey(component) || _buffers.ContainsKey(component))
                {
                    return;
                }

                switch (field.GetValue(this))
                {
                    case Module module:
                        register_module(component, module);
                        break;
                    case Parameter parameter:
                        register_parameter(component, parameter);
                        break;
                    case Tensor tensor:
                        register_buffer(component, tensor);
                        break;
                }
            }

            private static string NameOf(FieldInfo field) =>
                field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;

            public void add_module(string name, Module module) => register_module(name, module);

            /// <exception cref="ArgumentException">The name is empty or holds a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _submodules.Remove(name);
                    return;
                }

                CheckName("module", name);
                if (!_submodules.TryAdd(name, submodule))
                {
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                }

                submodule.RegisterComponents();
            }

            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                CheckName("parameter", name);
                if (!_params.TryAdd(name, param))
                {
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                }
            }

            /// <exception cref="ArgumentNullException">The tensor is null or disposed.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                {
                    throw new ArgumentNullException(nameof(tensor), "A null or disposed tensor cannot be registered as a buffer.");
                }

                CheckName("buffer", name);
                if (!_buffers.TryAdd(name, (tensor, persistent)))
                {
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                }
            }

            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                {
                    _params.Remove(name);
                }
                else
                {
                    _params[name] = value;
                }
            }

            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                {
                    _buffers.Remove(name);
                }
                else
                {
                    _buffers[name] = (value, persistent);
                }
            }

            /// <summary>Sets a layer's own parameter: kept whatever dispose scope is open, the former one disposed.</summary>
            private protected void Keep(ref Parameter? slot, string name, Parameter? value)
            {
                if (ReferenceEquals(slot, value))
                {
                    return;
                }

                slot?.Dispose();
                slot = value;
                slot?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(name, slot);
            }

            protected void ClearModules() => _submodules.Clear();

            private static void CheckName(string kind, string name)
            {
                if (string.IsNullOrEmpty(name))
                {
                    throw new ArgumentException($"{kind} name can't be empty string \"\"", nameof(name));
                }

                if (name.Contains('.', StringComparison.Ordinal))
                {
                    throw new ArgumentException($"{kind} name can't contain \".\", got: {name}", nameof(name));
                }
            }
        }
    }
}
