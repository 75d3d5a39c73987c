// SPDX-License-Identifier: MIT OR Apache-2.0
//! Many jobs on several threads, for what takes long and is independent: mutants, faults, coverage of many blocks.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Calls `job` with 0 to `count` - 1, begun in this order, on `threads` threads, one at the least. None is begun after
/// one has failed, or when `interrupted` is set.
///
/// # Errors
/// The error of the job that failed first.
///
/// # Panics
/// When a job does.
pub fn for_each<E: Send>(
    threads: usize,
    count: usize,
    interrupted: &AtomicBool,
    job: impl Fn(usize) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let (next, failed, failure) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::new(None));
    let work = || {
        while !interrupted.load(Ordering::Relaxed) && !failed.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return;
            }
            if let Err(error) = job(index) {
                failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                failed.store(true, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, count.max(1)) {
            scope.spawn(work);
        }
    });
    failure.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_is_done_once() {
        for threads in [0, 1, 3, 50] {
            let done = Mutex::new(Vec::new());
            let never = AtomicBool::new(false);
            for_each(threads, 20, &never, |index| {
                done.lock().unwrap().push(index);
                Ok::<(), ()>(())
            })
            .unwrap();
            let mut done = done.into_inner().unwrap();
            done.sort_unstable();
            assert_eq!(done, Vec::from_iter(0..20), "{threads}");
        }
    }

    #[test]
    fn nothing_is_begun_after_a_failure_or_an_interruption() {
        let (begun, interrupted) = (AtomicUsize::new(0), AtomicBool::new(false));
        let fails_at_3 = |index| {
            begun.fetch_add(1, Ordering::Relaxed);
            if index == 3 { Err(index) } else { Ok(()) }
        };
        assert_eq!(for_each(1, 20, &interrupted, fails_at_3), Err(3));
        assert_eq!(begun.load(Ordering::Relaxed), 4);
        interrupted.store(true, Ordering::Relaxed);
        assert_eq!(for_each(2, 20, &interrupted, fails_at_3), Ok(()));
        assert_eq!(begun.load(Ordering::Relaxed), 4);
    }
}
