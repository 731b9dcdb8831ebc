// What differs between the libtorch versions that the bridge is compiled with, 1.13 to 2.x.
#pragma once

#include <ATen/core/ivalue.h>
#include <c10/util/Logging.h>

#include <functional>
#include <string>
#include <utility>

namespace fae {

// c10's own optional before 2.3, std::optional since: taken from what an IValue gives.
using OptionalTensor = decltype(std::declval<const c10::IValue&>().toOptionalTensorVector())::value_type;

// 2.3 added an overload that takes a lazy backtrace: the type of the argument chooses.
inline void silence_stack_traces() {
    c10::SetStackTraceFetcher(std::function<std::string()>([] { return std::string(); }));
}

}  // namespace fae
