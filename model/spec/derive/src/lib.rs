// SPDX-License-Identifier: MIT OR Apache-2.0
//! `derive(Ports)`: turns a `repr(C)` struct into a list of named, sized ports (see `wirewright_spec::Ports`).

#![forbid(unsafe_code)]

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Error, Expr, ExprLit, Field, Fields, Ident, Lit, LitInt, LitStr, Meta};

/// Derives `wirewright_spec::Ports` for a `repr(C)` struct with named fields.
///
/// Field types: `bool`, `u8`, `u16`, `u32`, `u64`. Field attributes: `#[port(width = n)]`,
/// `#[port(clock = "name")]`.
#[proc_macro_derive(Ports, attributes(port))]
pub fn derive_ports(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn expand(input: &DeriveInput) -> Result<Tokens, Error> {
    let name = &input.ident;
    if !is_repr_c(&input.attrs) {
        return Err(Error::new(name.span(), "Ports needs #[repr(C)]: the C++ side has the same layout"));
    }
    if !input.generics.params.is_empty() {
        return Err(Error::new(name.span(), "Ports takes no generics: ports are named and sized"));
    }
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(name.span(), "Ports can be derived for structs only"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(name.span(), "Ports needs named fields: they are the Verilog port names"));
    };
    let ports = fields.named.iter().map(PortField::parse).collect::<Result<Vec<_>, _>>()?;
    let infos = ports.iter().map(|p| p.info(name));
    let gets = ports.iter().enumerate().map(|(index, p)| p.get(index));
    let sets = ports.iter().enumerate().map(|(index, p)| p.set(index));
    let count = ports.len();
    Ok(quote! {
        #[automatically_derived]
        impl ::wirewright_spec::Ports for #name {
            const PORTS: &'static [::wirewright_spec::Port] = &[#(#infos),*];

            #[inline]
            fn get(&self, index: usize) -> u64 {
                match index {
                    #(#gets)*
                    _ => panic!("port {index} of {}", #count),
                }
            }

            #[inline]
            fn set(&mut self, index: usize, value: u64) {
                match index {
                    #(#sets)*
                    _ => panic!("port {index} of {}", #count),
                }
            }
        }
    })
}

/// One field of the struct, checked.
struct PortField {
    ident: Ident,
    /// Bits of the Rust type; 1 for `bool`.
    type_width: u32,
    width: u32,
    clock: String,
    doc: String,
}

impl PortField {
    fn parse(field: &Field) -> Result<PortField, Error> {
        let ident = field.ident.clone().expect("fields are named: checked by the caller");
        let type_width = type_width(field)?;
        let mut port = PortField { ident, type_width, width: type_width, clock: "clk".into(), doc: String::new() };
        let mut doc = Vec::new();
        for attr in &field.attrs {
            if attr.path().is_ident("doc") {
                doc.push(doc_line(attr)?);
            } else if attr.path().is_ident("port") {
                port.parse_attribute(attr)?;
            }
        }
        port.doc = doc.join("\n");
        Ok(port)
    }

    fn parse_attribute(&mut self, attr: &Attribute) -> Result<(), Error> {
        attr.parse_nested_meta(|meta| {
            if meta.path.is_ident("width") {
                let width: LitInt = meta.value()?.parse()?;
                self.width = width.base10_parse()?;
                if self.width == 0 || self.width > self.type_width {
                    return Err(Error::new(width.span(), format!("width is 1 to {}", self.type_width)));
                }
                Ok(())
            } else if meta.path.is_ident("clock") {
                self.clock = meta.value()?.parse::<LitStr>()?.value();
                Ok(())
            } else {
                Err(meta.error("expected `width = n` or `clock = \"name\"`"))
            }
        })
    }

    fn info(&self, bundle: &Ident) -> Tokens {
        let Self { ident, width, clock, doc, .. } = self;
        let name = ident.to_string();
        let size = self.type_width.div_ceil(8) as usize;
        quote! {
            ::wirewright_spec::Port {
                name: #name,
                width: #width,
                offset: ::core::mem::offset_of!(#bundle, #ident),
                size: #size,
                clock: #clock,
                doc: #doc,
            }
        }
    }

    fn get(&self, index: usize) -> Tokens {
        let ident = &self.ident;
        quote!(#index => u64::from(self.#ident),)
    }

    fn set(&self, index: usize) -> Tokens {
        let ident = &self.ident;
        if self.type_width == 1 {
            return quote!(#index => self.#ident = value & 1 != 0,);
        }
        let mask = u64::MAX >> (64 - self.width);
        let ty = Ident::new(&format!("u{}", self.type_width), ident.span());
        quote!(#index => self.#ident = (value & #mask) as #ty,)
    }
}

fn type_width(field: &Field) -> Result<u32, Error> {
    let unsupported = || Error::new_spanned(&field.ty, "a port is a bool, u8, u16, u32 or u64");
    let syn::Type::Path(path) = &field.ty else { return Err(unsupported()) };
    let ident = path.path.get_ident().ok_or_else(unsupported)?;
    [("bool", 1), ("u8", 8), ("u16", 16), ("u32", 32), ("u64", 64)]
        .iter()
        .find(|(name, _)| ident == name)
        .map(|&(_, width)| width)
        .ok_or_else(unsupported)
}

fn doc_line(attr: &Attribute) -> Result<String, Error> {
    match &attr.meta.require_name_value()?.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.value().trim().to_owned()),
        other => Err(Error::new_spanned(other, "a port's doc comment must be plain text")),
    }
}

fn is_repr_c(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| match &attr.meta {
        Meta::List(list) if list.path.is_ident("repr") => list.tokens.to_string().split(',').any(|t| t.trim() == "C"),
        _ => false,
    })
}
