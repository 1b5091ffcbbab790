#include "nodes/tensor_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace divan::engine {

namespace {

constexpr int kEdgeItems = 3, kLineWidth = 80;
constexpr std::size_t kThreshold = 1000;

class TensorPrinter {
public:
    TensorPrinter(const std::vector<int>& shape, const std::function<float(std::size_t)>& value)
        : shape_{shape}, value_{value} {
        std::size_t count = 1;
        for (const int side : shape) count *= static_cast<std::size_t>(side);
        shortened_ = count > kThreshold;
        gather(0, 0);
        choose_format();
    }

    std::string print() const { return "tensor(" + level(0, 0, 7) + ")"; }

private:
    /// The indices shown along one dimension; −1 stands for the dots.
    std::vector<int> shown(std::size_t dimension) const {
        const int side = shape_[dimension];
        std::vector<int> indices;
        const bool dots = shortened_ && side > 2 * kEdgeItems;
        for (int i = 0; i < side; ++i) {
            if (dots && i == kEdgeItems) indices.push_back(-1);
            if (!dots || i < kEdgeItems || i >= side - kEdgeItems) indices.push_back(i);
        }
        return indices;
    }

    std::size_t below(std::size_t offset, std::size_t dimension, int index) const {
        return offset * static_cast<std::size_t>(shape_[dimension]) + static_cast<std::size_t>(index);
    }

    void gather(std::size_t dimension, std::size_t offset) {
        if (dimension == shape_.size()) {
            const double value = static_cast<double>(value_(offset));
            if (std::isfinite(value) && value != 0) finite_.push_back(value);
            return;
        }
        for (const int index : shown(dimension))
            if (index >= 0) gather(dimension + 1, below(offset, dimension, index));
    }

    void choose_format() {
        if (finite_.empty()) return;
        double least = INFINITY, greatest = 0;
        for (const double value : finite_) {
            least = std::min(least, std::fabs(value));
            greatest = std::max(greatest, std::fabs(value));
            whole_ = whole_ && value == std::ceil(value);
        }
        scientific_ = greatest / least > 1000.0 || greatest > 1.0e8 || (!whole_ && least < 1.0e-4);
        width_ = 1;
        for (const double value : finite_) width_ = std::max(width_, number(value).size());
    }

    std::string number(double value) const {
        std::string text = scientific_ ? fmt::format("{:.4e}", value)
                           : whole_    ? fmt::format("{:.0f}", value)
                                       : fmt::format("{:.4f}", value);
        if (whole_ && !scientific_ && std::isfinite(value)) text += '.';
        if (text.size() < width_) text.insert(0, width_ - text.size(), ' ');
        return text;
    }

    std::string level(std::size_t dimension, std::size_t offset, std::size_t indent) const {
        if (dimension + 1 >= shape_.size()) return row(dimension, offset, indent);
        const std::size_t rest = shape_.size() - dimension;
        const std::string separator = "," + std::string(rest - 1, '\n') + std::string(indent + 1, ' ');
        std::string text = "[";
        for (const int index : shown(dimension)) {
            if (text.size() > 1) text += separator;
            text += index < 0 ? "..." : level(dimension + 1, below(offset, dimension, index), indent + 1);
        }
        return text + "]";
    }

    std::string row(std::size_t dimension, std::size_t offset, std::size_t indent) const {
        const std::size_t fitting = kLineWidth > indent ? (kLineWidth - indent) / (width_ + 2) : 0;
        const std::size_t per_line = std::max<std::size_t>(1, fitting);
        std::string text = "[";
        std::size_t on_line = 0;
        for (const int index : shown(dimension)) {
            if (text.size() > 1) text += on_line == per_line ? ",\n" + std::string(indent + 1, ' ') : ", ";
            on_line = on_line == per_line ? 1 : on_line + 1;
            text += index < 0 ? " ..." : number(static_cast<double>(value_(below(offset, dimension, index))));
        }
        return text + "]";
    }

    const std::vector<int>& shape_;
    const std::function<float(std::size_t)>& value_;
    std::vector<double> finite_;
    std::size_t width_ = 1;
    bool shortened_ = false, whole_ = true, scientific_ = false;
};

}  // namespace

std::string tensor_text(const std::vector<int>& shape, const std::function<float(std::size_t)>& value) {
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) {
        const std::string sides = fmt::format("{}", fmt::join(shape, ", "));
        return "tensor([], size=(" + sides + (shape.size() == 1 ? ",))" : "))");
    }
    return TensorPrinter{shape, value}.print();
}

std::string tensor_text(const Image& image) {
    return tensor_text({image.batch, image.height, image.width, image.channels},
                       [&image](std::size_t index) { return image.values[index]; });
}

std::string tensor_text(const Mask& mask) {
    return tensor_text({mask.batch, mask.height, mask.width},
                       [&mask](std::size_t index) { return mask.values[index]; });
}

}  // namespace divan::engine
