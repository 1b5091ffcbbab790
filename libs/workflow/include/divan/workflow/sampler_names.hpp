#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <divan/json/value.hpp>
#include <divan/workflow/catalogue.hpp>

namespace divan {

/// A name out of a list that is known today and may grow: any other text is allowed, too. Converts to and
/// from texts and JSON, so it can stand wherever an input value does.
template <class Known>
class SoftChoice {
public:
    SoftChoice() = default;
    template <class Text>
        requires std::is_convertible_v<Text, std::string_view>
    SoftChoice(const Text& text) : text_{std::string_view{text}} {}

    const std::string& str() const { return text_; }
    bool is_known() const {
        return std::find(Known::kAll.begin(), Known::kAll.end(), text_) != Known::kAll.end();
    }
    operator json::Value() const { return json::Value(std::string_view{text_}); }

    bool operator==(const SoftChoice&) const = default;

private:
    std::string text_;
};

/// The samplers of KSampler, in the order of ComfyUI 0.3.64 (comfy/samplers.py, `SAMPLER_NAMES`).
struct Samplers {
    static constexpr char euler[] = "euler";
    static constexpr char euler_cfg_pp[] = "euler_cfg_pp";
    static constexpr char euler_ancestral[] = "euler_ancestral";
    static constexpr char euler_ancestral_cfg_pp[] = "euler_ancestral_cfg_pp";
    static constexpr char heun[] = "heun";
    static constexpr char heunpp2[] = "heunpp2";
    static constexpr char dpm_2[] = "dpm_2";
    static constexpr char dpm_2_ancestral[] = "dpm_2_ancestral";
    static constexpr char lms[] = "lms";
    static constexpr char dpm_fast[] = "dpm_fast";
    static constexpr char dpm_adaptive[] = "dpm_adaptive";
    static constexpr char dpmpp_2s_ancestral[] = "dpmpp_2s_ancestral";
    static constexpr char dpmpp_2s_ancestral_cfg_pp[] = "dpmpp_2s_ancestral_cfg_pp";
    static constexpr char dpmpp_sde[] = "dpmpp_sde";
    static constexpr char dpmpp_sde_gpu[] = "dpmpp_sde_gpu";
    static constexpr char dpmpp_2m[] = "dpmpp_2m";
    static constexpr char dpmpp_2m_cfg_pp[] = "dpmpp_2m_cfg_pp";
    static constexpr char dpmpp_2m_sde[] = "dpmpp_2m_sde";
    static constexpr char dpmpp_2m_sde_gpu[] = "dpmpp_2m_sde_gpu";
    static constexpr char dpmpp_2m_sde_heun[] = "dpmpp_2m_sde_heun";
    static constexpr char dpmpp_2m_sde_heun_gpu[] = "dpmpp_2m_sde_heun_gpu";
    static constexpr char dpmpp_3m_sde[] = "dpmpp_3m_sde";
    static constexpr char dpmpp_3m_sde_gpu[] = "dpmpp_3m_sde_gpu";
    static constexpr char ddpm[] = "ddpm";
    static constexpr char lcm[] = "lcm";
    static constexpr char ipndm[] = "ipndm";
    static constexpr char ipndm_v[] = "ipndm_v";
    static constexpr char deis[] = "deis";
    static constexpr char res_multistep[] = "res_multistep";
    static constexpr char res_multistep_cfg_pp[] = "res_multistep_cfg_pp";
    static constexpr char res_multistep_ancestral[] = "res_multistep_ancestral";
    static constexpr char res_multistep_ancestral_cfg_pp[] = "res_multistep_ancestral_cfg_pp";
    static constexpr char gradient_estimation[] = "gradient_estimation";
    static constexpr char gradient_estimation_cfg_pp[] = "gradient_estimation_cfg_pp";
    static constexpr char er_sde[] = "er_sde";
    static constexpr char seeds_2[] = "seeds_2";
    static constexpr char seeds_3[] = "seeds_3";
    static constexpr char sa_solver[] = "sa_solver";
    static constexpr char sa_solver_pece[] = "sa_solver_pece";
    static constexpr char ddim[] = "ddim";
    static constexpr char uni_pc[] = "uni_pc";
    static constexpr char uni_pc_bh2[] = "uni_pc_bh2";

    static constexpr std::array<std::string_view, 42> kAll{euler,
                                                           euler_cfg_pp,
                                                           euler_ancestral,
                                                           euler_ancestral_cfg_pp,
                                                           heun,
                                                           heunpp2,
                                                           dpm_2,
                                                           dpm_2_ancestral,
                                                           lms,
                                                           dpm_fast,
                                                           dpm_adaptive,
                                                           dpmpp_2s_ancestral,
                                                           dpmpp_2s_ancestral_cfg_pp,
                                                           dpmpp_sde,
                                                           dpmpp_sde_gpu,
                                                           dpmpp_2m,
                                                           dpmpp_2m_cfg_pp,
                                                           dpmpp_2m_sde,
                                                           dpmpp_2m_sde_gpu,
                                                           dpmpp_2m_sde_heun,
                                                           dpmpp_2m_sde_heun_gpu,
                                                           dpmpp_3m_sde,
                                                           dpmpp_3m_sde_gpu,
                                                           ddpm,
                                                           lcm,
                                                           ipndm,
                                                           ipndm_v,
                                                           deis,
                                                           res_multistep,
                                                           res_multistep_cfg_pp,
                                                           res_multistep_ancestral,
                                                           res_multistep_ancestral_cfg_pp,
                                                           gradient_estimation,
                                                           gradient_estimation_cfg_pp,
                                                           er_sde,
                                                           seeds_2,
                                                           seeds_3,
                                                           sa_solver,
                                                           sa_solver_pece,
                                                           ddim,
                                                           uni_pc,
                                                           uni_pc_bh2};
};

/// The schedulers of KSampler, in the order of ComfyUI 0.3.64 (comfy/samplers.py, `SCHEDULER_NAMES`).
struct Schedulers {
    static constexpr char simple[] = "simple";
    static constexpr char sgm_uniform[] = "sgm_uniform";
    static constexpr char karras[] = "karras";
    static constexpr char exponential[] = "exponential";
    static constexpr char ddim_uniform[] = "ddim_uniform";
    static constexpr char beta[] = "beta";
    static constexpr char normal[] = "normal";
    static constexpr char linear_quadratic[] = "linear_quadratic";
    static constexpr char kl_optimal[] = "kl_optimal";

    static constexpr std::array<std::string_view, 9> kAll{
        simple, sgm_uniform, karras, exponential, ddim_uniform, beta, normal, linear_quadratic, kl_optimal};
};

using SamplerName = SoftChoice<Samplers>;
using SchedulerName = SoftChoice<Schedulers>;

/// What a server offers: the choices of KSampler in its catalogue; the known ones where it has none.
std::vector<SamplerName> sampler_names(const NodeCatalogue& catalogue);
std::vector<SchedulerName> scheduler_names(const NodeCatalogue& catalogue);

}  // namespace divan
