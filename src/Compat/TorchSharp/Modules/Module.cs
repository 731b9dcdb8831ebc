using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The base of every network part: named parameters, buffers and submodules, in order of registration.</summary>
        public partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Module> _submodules = [];
            private readonly OrderedDictionary<string, Parameter> _params = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _buffers = [];
            private bool _componentsRegistered;
            private bool _training = true;

            protected string? name;

            protected Module(string name)
            {
                this.name = name;
            }

            public virtual bool training => _training;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                foreach (Parameter parameter in _params.Values)
                {
                    parameter?.Dispose();
                }

                foreach ((Tensor buffer, _) in _buffers.Values)
                {
                    buffer?.Dispose();
                }

                foreach (Module child in _submodules.Values)
                {
                    child?.Dispose();
                }
            }

            public virtual string GetName() => name ?? GetType().Name;

            /// <summary>Applies <paramref name="fn"/> to every child, recursively, then to this module.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (Module child in children())
                {
                    child.apply(fn);
                }

                fn(this);
                return this;
            }

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (Module child in children())
                {
                    child.train(train);
                }
            }

            public virtual void eval() => train(false);

            /// <summary>Drops every gradient, or zeroes it in place where <paramref name="set_to_none"/> is false.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (Parameter parameter in parameters())
                {
                    Gradients.Clear(parameter, set_to_none);
                }
            }
        }
    }
}
