// Every operator of libtorch through one door: its schema is found by name, its arguments travel on a boxed stack.
#include <algorithm>
#include <memory>
#include <vector>

#include "bridge.h"
#include "versions.h"

namespace {

// What a schema wants where one tag would serve several types.
enum class Wanted : uint8_t { as_given, real, int_list, real_list, optional_tensor_list };

struct Operator {
    c10::OperatorHandle handle;
    std::vector<Wanted> wanted;
    std::vector<c10::IValue> defaults;  // a default for each argument; has_default says which exist
    std::vector<bool> has_default;
};

thread_local std::vector<void*> pending_results;

Wanted wanted_of(c10::TypePtr type) {
    if (type->kind() == c10::TypeKind::OptionalType) {
        type = type->containedType(0);
    }
    if (type->kind() == c10::TypeKind::FloatType) {
        return Wanted::real;
    }
    if (type->kind() != c10::TypeKind::ListType) {
        return Wanted::as_given;
    }
    switch (type->containedType(0)->kind()) {
        case c10::TypeKind::FloatType:
            return Wanted::real_list;
        case c10::TypeKind::OptionalType:
            return Wanted::optional_tensor_list;
        case c10::TypeKind::TensorType:
            return Wanted::as_given;
        default:
            return Wanted::int_list;
    }
}

c10::IValue number_list(const int64_t* values, int32_t length, Wanted wanted) {
    if (wanted == Wanted::real_list) {
        c10::List<double> list;
        for (int32_t i = 0; i < length; ++i) {
            list.push_back(static_cast<double>(values[i]));
        }
        return list;
    }
    c10::List<int64_t> list;
    list.reserve(static_cast<size_t>(length));
    for (int32_t i = 0; i < length; ++i) {
        list.push_back(values[i]);
    }
    return list;
}

c10::IValue real_list(const double* values, int32_t length) {
    c10::List<double> list;
    for (int32_t i = 0; i < length; ++i) {
        list.push_back(values[i]);
    }
    return list;
}

template <class Element>
c10::IValue tensor_list(void* const* handles, int32_t length) {
    c10::List<Element> list;
    list.reserve(static_cast<size_t>(length));
    for (int32_t i = 0; i < length; ++i) {
        list.push_back(handles[i] == nullptr ? Element() : Element(fae::borrow(handles[i])));
    }
    return list;
}

c10::IValue to_ivalue(const fae_torch_argument& argument, Wanted wanted) {
    switch (argument.kind) {
        case FAE_NONE:
            return c10::IValue();
        case FAE_TENSOR:
            return fae::borrow(reinterpret_cast<void*>(argument.value));
        case FAE_INT:
            if (wanted == Wanted::as_given) {
                return argument.value;
            }
            if (wanted == Wanted::real) {
                return static_cast<double>(argument.value);
            }
            return number_list(&argument.value, 1, wanted);
        case FAE_DOUBLE:
            return wanted == Wanted::real_list ? real_list(&argument.real, 1) : c10::IValue(argument.real);
        case FAE_BOOL:
            return argument.value != 0;
        case FAE_COMPLEX: {
            double imaginary;
            std::memcpy(&imaginary, &argument.value, sizeof imaginary);
            return c10::complex<double>(argument.real, imaginary);
        }
        case FAE_INT_LIST:
            return number_list(reinterpret_cast<const int64_t*>(argument.value), argument.length, wanted);
        case FAE_DOUBLE_LIST:
            return real_list(reinterpret_cast<const double*>(argument.value), argument.length);
        case FAE_TENSOR_LIST: {
            auto handles = reinterpret_cast<void* const*>(argument.value);
            return wanted == Wanted::optional_tensor_list ? tensor_list<fae::OptionalTensor>(handles, argument.length)
                                                          : tensor_list<at::Tensor>(handles, argument.length);
        }
        case FAE_STRING:
            return std::string(reinterpret_cast<const char*>(argument.value), static_cast<size_t>(argument.length));
        case FAE_DEVICE:
            return c10::Device(static_cast<c10::DeviceType>(argument.value), static_cast<c10::DeviceIndex>(argument.length));
        case FAE_GENERATOR:
            return *reinterpret_cast<at::Generator*>(argument.value);
        default:
            throw fae::invalid_argument("unknown argument kind " + std::to_string(argument.kind));
    }
}

// Results that are tensors become handles, flattened; a single number is written to *value.
void collect(c10::IValue& result, std::vector<void*>& handles, fae_torch_argument* value) {
    if (result.isTensor()) {
        handles.push_back(fae::own(std::move(result).toTensor()));
    } else if (result.isTensorList()) {
        auto list = result.toTensorVector();
        for (auto& tensor : list) {
            handles.push_back(fae::own(std::move(tensor)));
        }
    } else if (value != nullptr) {
        *value = {FAE_NONE, 0, 0, 0};
        if (result.isBool()) {
            *value = {FAE_BOOL, 0, result.toBool(), 0};
        } else if (result.isInt()) {
            *value = {FAE_INT, 0, result.toInt(), 0};
        } else if (result.isDouble()) {
            *value = {FAE_DOUBLE, 0, 0, result.toDouble()};
        } else if (result.isComplexDouble()) {
            const auto number = result.toComplexDouble();
            const double imaginary = number.imag();
            *value = {FAE_COMPLEX, 0, 0, number.real()};
            std::memcpy(&value->value, &imaginary, sizeof imaginary);
        }
    }
}

void fill_stack(const Operator& op, const fae_torch_argument* arguments, int32_t count, std::vector<c10::IValue>& stack) {
    const size_t total = op.wanted.size();
    if (static_cast<size_t>(count) > total) {
        throw fae::invalid_argument(toString(op.handle.operator_name()) + " takes " + std::to_string(total) +
                                    " arguments, was given " + std::to_string(count));
    }
    stack.reserve(total);
    for (int32_t i = 0; i < count; ++i) {
        stack.push_back(to_ivalue(arguments[i], op.wanted[static_cast<size_t>(i)]));
    }
    for (size_t i = static_cast<size_t>(count); i < total; ++i) {
        if (!op.has_default[i]) {
            throw fae::invalid_argument(toString(op.handle.operator_name()) + " has no default for argument '" +
                                        op.handle.schema().arguments()[i].name() + "'");
        }
        stack.push_back(op.defaults[i]);
    }
}

}  // namespace

FAE_API int32_t fae_torch_operator(const char* name, const char* overload, void** result) {
    return fae::torch_guarded([&] {
        auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
        auto op = std::make_unique<Operator>(Operator{handle, {}, {}, {}});
        for (const auto& argument : handle.schema().arguments()) {
            op->wanted.push_back(wanted_of(argument.type()));
            const auto& fallback = argument.default_value();
            op->has_default.push_back(fallback.has_value());
            op->defaults.push_back(fallback.has_value() ? *fallback : c10::IValue());
        }
        *result = op.release();
    });
}

// capacity 0 drops the results: what an in-place operator returns is its own argument.
FAE_API int32_t fae_torch_call(void* op_handle, const fae_torch_argument* arguments, int32_t argument_count, void** results,
                               int32_t capacity, int32_t* result_count, fae_torch_argument* value) {
    return fae::torch_guarded([&] {
        const auto& op = *static_cast<const Operator*>(op_handle);
        std::vector<c10::IValue> stack;
        fill_stack(op, arguments, argument_count, stack);
        op.handle.callBoxed(&stack);
        if (capacity == 0 && value == nullptr) {
            return;
        }
        if (stack.size() == 1 && stack[0].isTensor()) {
            results[0] = fae::own(std::move(stack[0]).toTensor());
            *result_count = 1;
            return;
        }
        std::vector<void*> handles;
        for (auto& result : stack) {
            collect(result, handles, value);
        }
        *result_count = static_cast<int32_t>(handles.size());
        if (handles.size() <= static_cast<size_t>(capacity)) {
            std::copy(handles.begin(), handles.end(), results);
        } else {
            pending_results = std::move(handles);
        }
    });
}

// The results of the last call on this thread that had more of them than its capacity.
FAE_API int32_t fae_torch_pending(void** results, int32_t count) {
    return fae::guarded([&] {
        if (static_cast<size_t>(count) != pending_results.size()) {
            throw fae::invalid_argument("no such pending results");
        }
        std::copy(pending_results.begin(), pending_results.end(), results);
        pending_results.clear();
    });
}
