// SPDX-License-Identifier: MIT OR Apache-2.0
//! Runs the tasks of a host, on one thread and in simulated time: all that can run, until none can; then the lab goes
//! on to the next event. What a task waits for is known by name, for the case that nothing is left that could come.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// Polls of tasks without any time passing: more are a task that wakes itself for ever.
const MOST_POLLS: u32 = 1_000_000;

/// What a task waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// A register that it reads.
    Register {
        /// Its offset.
        offset: u32,
    },
    /// A moment of simulated time.
    Until {
        /// The moment.
        time_ps: u64,
    },
    /// Something that a program says.
    For(String),
    /// It has not said.
    Unknown,
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wait::Register { offset } => write!(f, "the register at {offset:#05x}"),
            Wait::Until { time_ps } => write!(f, "the time {} ns", time_ps / 1000),
            Wait::For(what) => f.write_str(what),
            Wait::Unknown => f.write_str("something that it does not name"),
        }
    }
}

/// Where the future that is being polled says what it waits for.
#[derive(Clone, Debug, Default)]
pub struct Waits(Rc<RefCell<Option<Wait>>>);

impl Waits {
    /// The task that is being polled waits for this.
    pub fn say(&self, wait: Wait) {
        *self.0.borrow_mut() = Some(wait);
    }
}

/// Why the tasks of an executor cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// One has failed.
    #[error("{task}: {message}")]
    Failed {
        /// Its name.
        task: String,
        /// Why.
        message: String,
    },
    /// One wakes itself again and again.
    #[error("{task}: it was polled {MOST_POLLS} times and lets no time pass")]
    Spins {
        /// Its name.
        task: String,
    },
}

/// The tasks of a host.
#[derive(Default)]
pub struct Executor {
    tasks: Vec<Task>,
    ready: Arc<Ready>,
    waits: Waits,
}

type Work = Pin<Box<dyn Future<Output = Result<(), String>>>>;

struct Task {
    name: String,
    /// `None` when it is over.
    work: Option<Work>,
    waker: Waker,
    wait: Wait,
}

/// The tasks that were woken.
#[derive(Debug, Default)]
struct Ready(Mutex<VecDeque<usize>>);

impl Ready {
    fn push(&self, task: usize) {
        let mut ready = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !ready.contains(&task) {
            ready.push_back(task);
        }
    }

    fn pop(&self) -> Option<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

struct TaskWaker {
    task: usize,
    ready: Arc<Ready>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.ready.push(self.task);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.ready.push(self.task);
    }
}

impl Executor {
    /// Without tasks; what they wait for is said at `waits`.
    pub fn new(waits: Waits) -> Executor {
        Executor { waits, ..Executor::default() }
    }

    /// Adds a task, which is ready to run.
    pub fn spawn(&mut self, name: &str, work: impl Future<Output = Result<(), String>> + 'static) {
        let task = self.tasks.len();
        let waker = Waker::from(Arc::new(TaskWaker { task, ready: Arc::clone(&self.ready) }));
        self.tasks.push(Task { name: name.to_owned(), work: Some(Box::pin(work)), waker, wait: Wait::Unknown });
        self.ready.push(task);
    }

    /// Polls the tasks that were woken until none is.
    ///
    /// # Errors
    /// When one has failed, or wakes itself for ever.
    pub fn run_until_idle(&mut self) -> Result<(), TaskError> {
        let mut polls = 0;
        while let Some(number) = self.ready.pop() {
            let task = &mut self.tasks[number];
            let Some(work) = &mut task.work else { continue };
            polls += 1;
            if polls > MOST_POLLS {
                return Err(TaskError::Spins { task: task.name.clone() });
            }
            self.waits.0.take();
            match work.as_mut().poll(&mut Context::from_waker(&task.waker)) {
                Poll::Pending => task.wait = self.waits.0.take().unwrap_or(Wait::Unknown),
                Poll::Ready(result) => {
                    task.work = None;
                    result.map_err(|message| TaskError::Failed { task: task.name.clone(), message })?;
                }
            }
        }
        Ok(())
    }

    /// The tasks that are not over, and what each waits for.
    pub fn waiting(&self) -> impl Iterator<Item = (&str, &Wait)> {
        self.tasks.iter().filter(|task| task.work.is_some()).map(|task| (&*task.name, &task.wait))
    }
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.waiting()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::future::poll_fn;

    /// A value that a task can wait for.
    #[derive(Default)]
    struct Mailbox(Cell<Option<u32>>, RefCell<Option<Waker>>);

    impl Mailbox {
        fn put(&self, value: u32) {
            self.0.set(Some(value));
            self.1.take().into_iter().for_each(Waker::wake);
        }

        async fn take(&self, waits: &Waits) -> u32 {
            poll_fn(|context| match self.0.take() {
                Some(value) => Poll::Ready(value),
                None => {
                    *self.1.borrow_mut() = Some(context.waker().clone());
                    waits.say(Wait::For("a letter".into()));
                    Poll::Pending
                }
            })
            .await
        }
    }

    #[test]
    fn tasks_run_until_they_wait_and_go_on_when_it_has_come() {
        let (waits, mailbox, sum) = (Waits::default(), Rc::new(Mailbox::default()), Rc::new(Cell::new(0)));
        let mut executor = Executor::new(waits.clone());
        let (from, into) = (Rc::clone(&mailbox), Rc::clone(&sum));
        executor.spawn("reader", async move {
            for _ in 0..2 {
                into.set(into.get() + from.take(&waits).await);
            }
            Ok(())
        });
        let to = Rc::clone(&mailbox);
        executor.spawn("writer", async move {
            to.put(5);
            Ok(())
        });
        executor.run_until_idle().unwrap();
        assert_eq!(sum.get(), 5);
        let waiting: Vec<_> = executor.waiting().map(|(name, wait)| format!("{name} waits for {wait}")).collect();
        assert_eq!(waiting, ["reader waits for a letter"]);
        mailbox.put(6);
        executor.run_until_idle().unwrap();
        assert_eq!((sum.get(), executor.waiting().count()), (11, 0));
        executor.run_until_idle().unwrap();
    }

    #[test]
    fn a_task_that_fails_is_named() {
        let mut executor = Executor::default();
        executor.spawn("alice", async { Err("no card".to_owned()) });
        assert_eq!(executor.run_until_idle().unwrap_err().to_string(), "alice: no card");
    }

    #[test]
    fn a_task_that_lets_no_time_pass_is_noticed() {
        let mut executor = Executor::default();
        executor.spawn(
            "bob",
            poll_fn(|context| {
                context.waker().wake_by_ref();
                Poll::Pending
            }),
        );
        let error = executor.run_until_idle().unwrap_err();
        assert!(matches!(&error, TaskError::Spins { task } if task == "bob"), "{error}");
    }
}
