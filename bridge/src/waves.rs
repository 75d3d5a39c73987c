// SPDX-License-Identifier: MIT OR Apache-2.0
//! Looks whether a wave file (FST) was written to its end: Verilator's writer does not say when the disk is full.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// An FST file is a chain of blocks: a type (1 octet), then a length (8 octets, big endian) that counts itself and
/// what follows. The chain of a whole file ends where the file ends.
pub(crate) fn check_whole(path: &Path) -> io::Result<()> {
    let mut file = BufReader::new(File::open(path)?);
    let octets = file.get_ref().metadata()?.len();
    let mut at = 0;
    while at < octets {
        let mut head = [0; 9];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut head)?;
        let [_, length @ ..] = head;
        let length = u64::from_be_bytes(length);
        at = at.checked_add(1 + length).filter(|_| length >= 8).ok_or(io::ErrorKind::InvalidData)?;
    }
    if at == octets && octets > 0 { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_cut_anywhere_is_not_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("waves.fst");
        let whole = [&[0u8, 0, 0, 0, 0, 0, 0, 0, 10, 1, 2][..], &[255, 0, 0, 0, 0, 0, 0, 0, 8][..]].concat();
        std::fs::write(&path, &whole).unwrap();
        assert!(check_whole(&path).is_ok());
        for cut in (0..whole.len()).filter(|&cut| cut != 11) {
            std::fs::write(&path, &whole[..cut]).unwrap();
            assert!(check_whole(&path).is_err(), "{cut}");
        }
        std::fs::write(&path, [0; 20]).unwrap();
        assert!(check_whole(&path).is_err());
    }
}
