// SPDX-License-Identifier: MIT OR Apache-2.0
//! Instances as text. An array of small sub-blocks that share or split their connections is one Verilog array of
//! instances: Verilog hands bit `n` of a vector, or the whole of a single bit, to element `n`.

use super::super::ir::{Instance, NetId};
use super::expression::{expression, sized_number};
use super::{LINE, Page};

/// The sub-blocks.
pub(super) fn instances(page: &Page) -> String {
    let mut text = String::new();
    let mut rest = page.module.instances.as_slice();
    while let Some(first) = rest.first() {
        let array = elements(rest);
        let (one, taken) = match array_connections(page, &rest[..array]) {
            Some(connections) => {
                let (name, _) = first.element.clone().unwrap_or_default();
                (lines(first, &format!("{name} [{}:0]", array - 1), &connections), array)
            }
            None => (lines(first, &first.name, &connections(page, first)), 1),
        };
        // Lines stand together, blocks apart.
        let is_block = one.trim_end().contains('\n');
        if !text.is_empty() && (is_block || text.ends_with("    );\n")) {
            text.push('\n');
        }
        text += &one;
        rest = &rest[taken..];
    }
    text
}

/// How many instances from the first on are elements 0, 1, 2… of one array, of one module.
fn elements(instances: &[Instance]) -> usize {
    let Some((array, _)) = instances.first().and_then(|first| first.element.as_ref()) else { return 1 };
    let belongs = |(index, instance): (usize, &Instance)| {
        let is_like_first = instance.module == instances[0].module && instance.parameters == instances[0].parameters;
        is_like_first && instance.element.as_ref().is_some_and(|(name, at)| name == array && *at == index)
    };
    instances.iter().enumerate().take_while(|(index, instance)| belongs((*index, instance))).count().max(1)
}

/// Ports and what is connected to them.
fn connections(page: &Page, instance: &Instance) -> Vec<(String, String)> {
    let connected = |id: NetId| match page.tidied.continuous.get(&id) {
        Some((_, value)) if page.names.is_absorbed(id) => expression(page, value),
        _ => page.name(id).to_string(),
    };
    instance.ports.iter().map(|(port, id)| (port.clone(), connected(*id))).collect()
}

/// The connections of a whole array: of each port the same for all elements, or the bits of one vector.
fn array_connections(page: &Page, array: &[Instance]) -> Option<Vec<(String, String)>> {
    if array.len() < 2 {
        return None;
    }
    let all: Vec<_> = array.iter().map(|instance| connections(page, instance)).collect();
    let is_vector = |name: &str| {
        page.module.nets.iter().enumerate().any(|(id, net)| page.name(id) == name && net.width == array.len())
    };
    let joined = |position: usize| {
        let (port, first) = &all[0][position];
        if all.iter().all(|connections| connections[position].1 == *first) {
            return Some((port.clone(), first.clone()));
        }
        let vector = first.strip_suffix("[0]").filter(|vector| is_vector(vector))?;
        let is_split = (0..array.len()).all(|index| all[index][position].1 == format!("{vector}[{index}]"));
        is_split.then(|| (port.clone(), vector.to_string()))
    };
    (0..all[0].len()).map(joined).collect()
}

/// An instance on one line where it fits, else one connection a line.
fn lines(instance: &Instance, name: &str, connections: &[(String, String)]) -> String {
    let parameter = |(name, value, width): &(String, u128, usize)| match width {
        // A count of bits or words: an integer, as Verilog's parameters are.
        32 => format!(".{name}({value})"),
        _ => format!(".{name}({})", sized_number(*value, *width, false)),
    };
    let parameters: Vec<String> = instance.parameters.iter().map(parameter).collect();
    let parameters = if parameters.is_empty() { String::new() } else { format!("#({}) ", parameters.join(", ")) };
    let ports: Vec<String> = connections.iter().map(|(port, value)| format!(".{port}({value})")).collect();
    let head = format!("    {} {parameters}{name} (", instance.module);
    let line = format!("{head}{});\n", ports.join(", "));
    if line.len() <= LINE {
        return line;
    }
    format!("{head}\n        {}\n    );\n", ports.join(",\n        "))
}
