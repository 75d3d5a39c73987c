// SPDX-License-Identifier: MIT OR Apache-2.0
//! Rules on documents and data: links lead to files that are there, and a capture says where it comes from.

use sha2::{Digest, Sha256};

use super::Tree;

/// Rule: every relative link in a document leads to a file or folder of the repository.
pub(super) fn links(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in tree.texts(&[".md"]) {
        for (number, target) in targets(text) {
            let resolved = resolve(path, target);
            if !resolved.as_deref().is_some_and(|resolved| tree.has(resolved)) {
                broken.push(format!("{path}:{number}: {target} leads nowhere"));
            }
        }
    }
    broken
}

/// Rule: beside each capture lies a document of the same name that says how it was recorded and its SHA-256.
pub(super) fn provenance(tree: &Tree) -> Vec<String> {
    let mut missing = Vec::new();
    let captures = tree.files().filter(|file| file.path.starts_with("examples/"));
    for capture in captures.filter(|file| file.path.ends_with(".pcap") || file.path.ends_with(".pcapng")) {
        let stem = capture.path.rsplit_once('.').map_or("", |(stem, _)| stem);
        let document = format!("{stem}.md");
        let hash: String = Sha256::digest(&capture.octets).iter().map(|octet| format!("{octet:02x}")).collect();
        match tree.texts(&[".md"]).find(|(path, _)| *path == document) {
            None => missing.push(format!("{}: no {document}", capture.path)),
            Some((_, text)) if !text.contains(&hash) => {
                missing.push(format!("{document}: does not name the SHA-256 of {}, {hash}", capture.path));
            }
            Some(_) => {}
        }
    }
    missing
}

/// Targets of inline links outside code blocks, with their line; not those that lead out of the repository.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (index, line) in text.lines().enumerate() {
        in_code ^= line.trim_start().starts_with("```");
        if in_code {
            continue;
        }
        let after = line.match_indices("](").map(|(place, mark)| &line[place + mark.len()..]);
        let targets = after.filter_map(|rest| rest.split([')', ' ']).next());
        let inside = targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:"));
        found.extend(inside.map(|target| (index + 1, target)));
    }
    found
}

/// The path from the root that `target`, written in the document at `path`, means. `None` above the root.
fn resolve(path: &str, target: &str) -> Option<String> {
    let target = target.split('#').next().unwrap_or("");
    if target.is_empty() {
        return Some(path.to_string());
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_leads_nowhere_is_told() {
        let text = "[a](../src/main.rs) [b](c.md#part) [w](https://x.example/y)\n```\n[no](link)\n```\n[d](gone.md)";
        let tree = Tree::of(&[("docs/a.md", text), ("docs/c.md", ""), ("src/main.rs", "")]);
        assert_eq!(links(&tree), ["docs/a.md:5: gone.md leads nowhere"]);
        assert_eq!(links(&Tree::of(&[("README.md", "[up](../x.md)")])).len(), 1);
        assert!(links(&Tree::of(&[("README.md", "[docs](docs/) [here](#here)"), ("docs/a.md", "")])).is_empty());
    }

    #[test]
    fn a_capture_without_provenance_is_told() {
        let capture = ("examples/captures/a.pcap", "x");
        let hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
        assert_eq!(provenance(&Tree::of(&[capture])).len(), 1);
        assert_eq!(provenance(&Tree::of(&[capture, ("examples/captures/a.md", "recorded")])).len(), 1);
        assert!(provenance(&Tree::of(&[capture, ("examples/captures/a.md", hash)])).is_empty());
    }
}
