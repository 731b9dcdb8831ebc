using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static class linalg
    {
        private static readonly Operator Eigh = Operator.Get("aten::linalg_eigh");
        private static readonly Operator Eigvalsh = Operator.Get("aten::linalg_eigvalsh");

        /// <summary>Eigenvalues in ascending order and eigenvectors as columns of a symmetric or Hermitian matrix, of which one triangle is read.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L')
        {
            var pair = Eigh.CallMany(input, UPLO.ToString());
            return (pair[0], pair[1]);
        }

        /// <summary>The eigenvalues alone.</summary>
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Eigvalsh.Call(input, UPLO.ToString());
    }
}
